export const documentKinds = ['needs_and_fears', 'check_in', 'space'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** How long a deleted document can be brought back by either of the two; the database counts the same. */
export const daysToBringBack = 30;

/**
 * When a deleted document is gone for good. The days count while the space takes writing: those of a pause that is still to end come on top.
 */
export function goneAt(deletedAt: Date, pausedUntil: Date | null): Date {
  const from = Math.max(deletedAt.getTime(), pausedUntil?.getTime() ?? 0);
  return new Date(from + daysToBringBack * 86_400_000);
}

/** What is known of a shared document without opening it. */
export interface SharedDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  /** Null when there is none, or when its envelope does not open. */
  readonly title: string | null;
  readonly generation: number;
  /** Epoch of the space key that this generation is sealed with. */
  readonly epoch: number;
  readonly createdAt: Date;
  /** Null while it is in use. */
  readonly archivedAt: Date | null;
  /** Null unless either of the two has deleted it; it can be brought back until `goneAt`. */
  readonly deletedAt: Date | null;
  readonly changedAt: Date;
  /** Who wrote last; null when that account is gone or nobody has written. */
  readonly changedBy: string | null;
}

/** Documents by where they lie. One that was deleted lies there whether or not it was archived before. */
export interface DocumentShelves {
  readonly inUse: readonly SharedDocument[];
  readonly archived: readonly SharedDocument[];
  readonly deleted: readonly SharedDocument[];
}

/** Puts documents where they lie, in the order they come in. */
export function onShelves(documents: readonly SharedDocument[]): DocumentShelves {
  const kept = documents.filter(({ deletedAt }) => deletedAt === null);
  return {
    inUse: kept.filter(({ archivedAt }) => archivedAt === null),
    archived: kept.filter(({ archivedAt }) => archivedAt !== null),
    deleted: documents.filter(({ deletedAt }) => deletedAt !== null),
  };
}
