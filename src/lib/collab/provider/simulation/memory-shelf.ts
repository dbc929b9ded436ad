import * as Y from 'yjs';
import { envelopesIn } from '../carry-over.ts';
import type { Clock } from '../clock.ts';
import type { Shelf } from '../shelf.ts';
import { MemoryDisk } from './memory-disk.ts';

/** What a device keeps of one generation. */
interface Kept {
  readonly disk: MemoryDisk;
  /** The outer document's own persistence; it may lag behind or be gone. */
  outer: Uint8Array | null;
}

/** A device's storage, over crashes. */
export class MemoryShelf implements Shelf {
  readonly #clock: Clock;
  readonly #latency: () => number;
  readonly #kept = new Map<number, Kept>();

  constructor(clock: Clock, latency: () => number) {
    this.#clock = clock;
    this.#latency = latency;
  }

  /** Writes that have not reached a disk are lost. */
  crash(): void {
    for (const { disk } of this.#kept.values()) disk.crash();
  }

  outerOf(generation: number): Uint8Array | null {
    return this.#of(generation).outer;
  }

  keepOuter(generation: number, outer: Y.Doc | null): void {
    this.#of(generation).outer = outer && Y.encodeStateAsUpdate(outer);
  }

  generations(): Promise<readonly number[]> {
    return Promise.resolve([...this.#kept.keys()].sort((a, b) => a - b));
  }

  openCache(generation: number) {
    return Promise.resolve(this.#of(generation).disk.open());
  }

  read(generation: number): Promise<readonly Uint8Array[]> {
    return Promise.resolve(this.#read(generation));
  }

  forget(generation: number, known: number): Promise<void> {
    if (this.#read(generation).length <= known) this.#kept.delete(generation);
    return Promise.resolve();
  }

  #read(generation: number): Uint8Array[] {
    const { disk, outer } = this.#of(generation);
    return [...disk.rows.values(), ...envelopesIn(outer ? [outer] : [])];
  }

  #of(generation: number): Kept {
    const kept = this.#kept.get(generation) ?? {
      disk: new MemoryDisk(this.#clock, this.#latency),
      outer: null,
    };
    this.#kept.set(generation, kept);
    return kept;
  }
}
