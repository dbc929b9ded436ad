/** One envelope that the device keeps. */
export interface CacheRow {
  readonly id: number;
  readonly envelope: Uint8Array;
}

/**
 * What this device keeps of one document, beyond the outer document: envelopes only. Rows are added and taken away, never changed, so two
 * tabs can share it: each takes away only what it has read.
 */
export interface EncryptedCache {
  rows(): Promise<readonly CacheRow[]>;
  /** Adds rows; resolves with their ids once they would survive a power cut. Rejects when the browser refuses. */
  append(envelopes: readonly Uint8Array[]): Promise<readonly number[]>;
  /** Adds one row and takes away others, both or neither; resolves with the id of the new one. */
  replace(envelope: Uint8Array, superseded: readonly number[]): Promise<number>;
  close(): void;
}
