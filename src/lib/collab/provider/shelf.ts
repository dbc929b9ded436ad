import type { EncryptedCache } from './encrypted-cache.ts';

/** What this device keeps of one document, generation by generation. */
export interface Shelf {
  /** Generations of which something is kept, the earliest first: the last one is the latest that this device has seen. Never rejects. */
  generations(): Promise<readonly number[]>;
  /** The cache of a generation; null when nothing shall be kept. Rejects when the browser refuses. */
  openCache(generation: number): Promise<EncryptedCache | null>;
  /** All envelopes of a generation that the document has left. Rejects when the browser refuses. */
  read(generation: number): Promise<readonly Uint8Array[]>;
  /**
   * Forgets a generation, of which `known` envelopes were read: not when there are more meanwhile, and not while another tab has it open.
   * Never rejects.
   */
  forget(generation: number, known: number): Promise<void>;
}
