import type { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { Wording } from '../../../collab/documents/needs/wordings.ts';
import type { ItemText } from '../../../domain/needs/item.ts';

/** So long an own text must stand in other words than it was left in: another device of mine may still be writing it. */
const patienceMs = 10_000;

/** Whether an own text stands in other words than its owner left it in, as a value that the page can follow. */
export class Altered {
  #from = $state.raw<Wording | null>(null);

  /** The wording that it was left in, or null while it stands so. */
  get from(): Wording | null {
    return this.#from;
  }

  /** Follows one text; the result ends that. */
  follow(needs: NeedsAndFears, item: NeedOrFear, text: ItemText): () => void {
    const fragment = item.texts[text];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      const now = needs.wordings.alteredFrom(item, text);
      if (now === null || this.#from !== null) this.#from = now;
      else
        timer = setTimeout(() => (this.#from = needs.wordings.alteredFrom(item, text)), patienceMs);
    };
    look();
    fragment?.observeDeep(look);
    return () => {
      clearTimeout(timer);
      fragment?.unobserveDeep(look);
    };
  }
}
