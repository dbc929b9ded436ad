import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import { heardChanges, type HeardTexts } from './heard-changes.ts';
import type { People } from './people.ts';

export interface AnnouncerOptions {
  readonly people: () => People;
  readonly items: () => readonly NeedOrFear[];
  readonly say: (words: string) => void;
}

/** So long nothing more must come before it is told. */
const quietMs = 2_500;
/** So long somebody who writes without a pause is waited for. */
const patienceMs = 15_000;

/**
 * Tells a screen reader what the other one changed: all of it in one sentence, after they have come to rest, and never while they are at
 * it. What this device does itself is told at once, by whoever does it.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  #before: readonly NeedOrFear[] | null = null;
  #texts = new Map<string, 'item' | 'document'>();
  #rest: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** @param before the items as they were before this change of the list */
  listChanged(before: readonly NeedOrFear[]): void {
    this.#before ??= before;
    this.#wait();
  }

  /** @param id of the item whose words were changed, or null for the document's own words */
  textChanged(id: string | null): void {
    this.#before ??= this.#options.items();
    this.#texts.set(id ?? '', id === null ? 'document' : 'item');
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #wait(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(this.#tell, quietMs);
    this.#patience ??= setTimeout(this.#tell, patienceMs);
  }

  readonly #tell = (): void => {
    this.stop();
    const { items, people, say } = this.#options;
    const texts: HeardTexts = {
      items: new Set([...this.#texts].filter(([, of]) => of === 'item').map(([id]) => id)),
      document: this.#texts.has(''),
    };
    const before = this.#before ?? items();
    this.#before = null;
    this.#texts = new Map();
    say(heardChanges(before, items(), people(), texts));
  };
}
