import type * as Y from 'yjs';
import type { NeedOrFear } from './parse-item.ts';

/** Something that was removed. */
export interface Removal {
  /** Brings it back where it was. Does nothing when it is back already. */
  restore(): void;
}

/** Takes entries of an item away as one step of undo. */
export function takeAway(changes: ItemChanges, id: string, keys: readonly string[]): Removal {
  const stored = changes.entry(id);
  const taken = keys
    .filter((key) => stored?.has(key))
    .map((key) => [key, stored?.get(key)] as const);
  if (taken.length > 0) {
    changes.change(() => {
      for (const [key] of taken) stored?.delete(key);
    });
  }
  return {
    restore: () => {
      const now = changes.entry(id);
      const missing = taken.filter(([key]) => now !== undefined && !now.has(key));
      if (missing.length === 0) return;
      changes.change(() => {
        for (const [key, value] of missing) now?.set(key, value);
      });
    },
  };
}

/** What every part of the accessor needs in order to change an item. */
export interface ItemChanges {
  /** User id of the person at this device. */
  readonly me: string;
  readonly now: () => number;
  readonly newId: () => string;
  /** @throws Failure `not_found` */
  find(id: string): NeedOrFear;
  /** The item as it is stored, or nothing when it is gone. */
  entry(id: string): Y.Map<unknown> | undefined;
  /** Makes a change that is one step of undo. */
  change(make: () => void): void;
  /** Makes a change that no undo takes back: the book-keeping of wordings. */
  keep(make: () => void): void;
}
