import type { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { ItemText } from '../../../domain/needs/item.ts';

/** So long after the last key a wording has come to rest. */
const restMs = 4_000;

/** Keeps a wording whenever the writing of it has come to rest: after a pause, on leaving the text, the page or the window. */
export class Tellings {
  readonly #needs: NeedsAndFears;
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #stops: (() => void)[];

  constructor(needs: NeedsAndFears) {
    this.#needs = needs;
    const hide = () => {
      if (document.visibilityState === 'hidden') this.rest();
    };
    document.addEventListener('visibilitychange', hide);
    this.#stops = [
      needs.onWritten(({ id, text, local }) => {
        if (local) this.#wait(id, text);
      }),
      () => {
        document.removeEventListener('visibilitychange', hide);
      },
    ];
  }

  /** Somebody is about to write in a text. */
  begin(id: string, text: ItemText): void {
    this.#needs.wordings.begin(id, text);
  }

  /** They have left it. */
  end(id: string, text: ItemText): void {
    clearTimeout(this.#resting.get(`${text}/${id}`));
    // Nothing was written: nothing has to be kept.
    if (this.#resting.delete(`${text}/${id}`)) this.#needs.wordings.settle(id, text);
  }

  /** Keeps what is being written now, wherever that is. */
  rest(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
    this.#needs.wordings.settleAll();
  }

  stop(): void {
    this.rest();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #wait(id: string, text: ItemText): void {
    const name = `${text}/${id}`;
    clearTimeout(this.#resting.get(name));
    this.#resting.set(
      name,
      setTimeout(() => {
        this.end(id, text);
      }, restMs),
    );
  }
}
