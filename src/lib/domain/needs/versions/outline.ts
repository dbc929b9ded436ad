import type { Depth } from '../depth.ts';
import type { ItemKind, ItemText } from '../item.ts';

/** What a needs-and-fears document says, in plain characters: enough to compare and to read. */
export interface Outline {
  readonly opening: string;
  readonly closing: string;
  readonly forms: Readonly<Record<'opening' | 'closing', string>>;
  /** In the order in which they stand. */
  readonly items: readonly OutlinedItem[];
}

export interface OutlinedItem {
  readonly id: string;
  readonly kind: ItemKind;
  /** User id of the partner who brought it. */
  readonly owner: string;
  /** Both said that it is theirs together. */
  readonly ours: boolean;
  /** Null: nobody had said how deep it goes. */
  readonly depth: Depth | null;
  readonly texts: Readonly<Record<ItemText, string>>;
  /** What of each text is not in its characters: styles, lists, links. The same for texts that look the same; not to be shown. */
  readonly forms: Readonly<Record<ItemText, string>>;
}

/** A version that was given a name. Its state is read by itself, when somebody opens it. */
export interface DocumentVersion {
  readonly id: string;
  readonly documentId: string;
  readonly generation: number;
  /** Null when its envelope does not open. */
  readonly label: string | null;
  readonly at: Date;
  /** Who kept it; null once that account is gone. */
  readonly by: string | null;
}
