import type * as Y from 'yjs';
import type { NeedOrFear } from './parse-item.ts';

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
