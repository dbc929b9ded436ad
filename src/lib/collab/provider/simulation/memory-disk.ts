import type { Clock } from '../clock.ts';
import type { CacheRow, EncryptedCache } from '../encrypted-cache.ts';

/** A device's disk: keeps envelopes over crashes, and takes its time to write them. */
export class MemoryDisk {
  readonly #clock: Clock;
  readonly #latency: () => number;
  #rows = new Map<number, Uint8Array>();
  #nextId = 1;
  #plug = 0;

  /** @param latency milliseconds of the next write */
  constructor(clock: Clock, latency: () => number = () => 0) {
    this.#clock = clock;
    this.#latency = latency;
  }

  /** Everything on the disk; for a test that spoils it or looks for plaintext. */
  get rows(): Map<number, Uint8Array> {
    return this.#rows;
  }

  /** Writes that have not reached the disk are lost, and whoever had it open gets no more answers. */
  crash(): void {
    this.#plug += 1;
  }

  open(): EncryptedCache {
    const plug = this.#plug;
    const write = <T>(apply: () => T): Promise<T> => {
      const latency = this.#latency();
      return new Promise((resolve) => {
        const land = () => {
          if (this.#plug === plug) resolve(apply());
        };
        if (latency > 0) this.#clock.after(latency, land);
        else land();
      });
    };
    return {
      rows: () =>
        Promise.resolve([...this.#rows].map(([id, envelope]): CacheRow => ({ id, envelope }))),
      append: (envelopes) => write(() => envelopes.map((envelope) => this.#add(envelope))),
      replace: (envelope, superseded) =>
        write(() => {
          for (const id of superseded) this.#rows.delete(id);
          return this.#add(envelope);
        }),
      close: () => undefined,
    };
  }

  #add(envelope: Uint8Array): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#rows.set(id, envelope);
    return id;
  }
}
