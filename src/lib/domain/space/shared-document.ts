export const documentKinds = ['needs_and_fears', 'check_in', 'space'] as const;
export type DocumentKind = (typeof documentKinds)[number];

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
  readonly changedAt: Date;
  /** Who wrote last; null when that account is gone or nobody has written. */
  readonly changedBy: string | null;
}
