import * as Y from 'yjs';
import { envelopesIn, holds, readEnvelopes } from './carry-over.ts';
import type { Clock } from './clock.ts';
import { Coverage } from './coverage.ts';
import type { Content } from './open-content.ts';
import type { Opener } from './sealer.ts';
import type { Shelf } from './shelf.ts';
import { remoteOrigin, type DocumentServer } from './types.ts';

interface CarriedOverOptions {
  /** Where everything goes. */
  readonly content: Content;
  /** The present generation. */
  readonly below: number;
  readonly server: DocumentServer;
  readonly shelf: Shelf;
  readonly earlier: (generation: number) => Opener;
  /** Opens what the present generation holds. */
  readonly present: Opener;
  readonly clock: Clock;
  /** What the server keeps has been read; `brought`: there was something. */
  readonly onRead: (brought: boolean) => void;
}

/** Between two tries to ask the server, in milliseconds. */
const again = 5_000;

/** What earlier generations hold, on this device and at the server: brought into the present one, and let go once that has it. */
export class CarriedOver {
  /** Resolves when what the server keeps has been read. Stays pending while it cannot be asked. */
  readonly whenRead: Promise<void>;
  readonly #options: CarriedOverOptions;
  /** Generations on this device that were read, with how many envelopes each had. */
  readonly #kept = new Map<number, number>();
  /** What the server still keeps; null when that is nothing, or was let go. */
  #stored: Y.Doc | null = null;
  #broken = 0;
  /** Envelopes that somebody may read another day: nothing is let go. */
  #later = 0;
  #storedRead = false;
  #busy = false;
  #closed = false;

  constructor(options: CarriedOverOptions) {
    this.#options = options;
    this.whenRead = this.#readStored();
  }

  get unread(): number {
    return this.#broken + this.#later;
  }

  /** There is something to let go, and nothing that speaks against it yet. */
  get waits(): boolean {
    const something = this.#kept.size > 0 || this.#stored !== null;
    return something && this.#storedRead && this.#later === 0 && !this.#busy && !this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#stored?.destroy();
    this.#stored = null;
  }

  /** Reads generations that this device keeps. Never rejects: one that cannot be read stays where it is. @returns whether there were any */
  async readKept(generations: readonly number[]): Promise<boolean> {
    const { shelf, earlier, content } = this.#options;
    for (const generation of generations) {
      try {
        const envelopes = await shelf.read(generation);
        this.#note(await readEnvelopes(envelopes, earlier(generation), content));
        this.#kept.set(generation, envelopes.length);
      } catch {
        // The browser refuses; the page says so for the present generation.
      }
    }
    return generations.length > 0;
  }

  /**
   * Everything is stored in the present generation: looks whether that is true for what the server keeps of the earlier ones, by reading back
   * what it has stored, says so, and clears this device. Never rejects.
   */
  async letGo(present: number): Promise<void> {
    if (!this.waits || present !== this.#options.below) return;
    this.#busy = true;
    const { server, shelf } = this.#options;
    try {
      if (this.#stored && (await this.#isHeld(this.#stored))) {
        await server.confirm(present);
        this.#forgetStored();
      }
      for (const [generation, count] of this.#kept) await shelf.forget(generation, count);
      this.#kept.clear();
    } catch {
      // The server could not be asked: another time.
    } finally {
      this.#busy = false;
    }
  }

  async #isHeld(part: Y.Doc): Promise<boolean> {
    const { server, below, present } = this.#options;
    const whole = new Y.Doc();
    const into = { inner: whole, applied: new Coverage() };
    await readEnvelopes(envelopesIn(await server.stored(below)), present, into);
    const held = !this.#closed && holds(whole, part);
    whole.destroy();
    return held;
  }

  async #readStored(): Promise<void> {
    const { server, below, clock, onRead } = this.#options;
    // Nothing comes before the first generation.
    if (below === 0) {
      this.#storedRead = true;
      return;
    }
    while (!this.#closed) {
      try {
        const stored = await server.storedBelow(below);
        if (!this.#closed) await this.#take(stored);
        this.#storedRead = true;
        onRead(stored.size > 0);
        return;
      } catch {
        await new Promise<void>((resolve) => clock.after(again, resolve));
      }
    }
  }

  async #take(stored: ReadonlyMap<number, readonly Uint8Array[]>): Promise<void> {
    if (stored.size === 0) return;
    const { content, earlier } = this.#options;
    // By themselves first, so that it is known what exactly has to be found again.
    const all = { inner: new Y.Doc(), applied: new Coverage() };
    for (const [generation, updates] of stored) {
      this.#note(await readEnvelopes(envelopesIn(updates), earlier(generation), all));
    }
    Y.applyUpdateV2(content.inner, Y.encodeStateAsUpdateV2(all.inner), remoteOrigin);
    content.applied.addAll(all.applied);
    if (this.#closed) all.inner.destroy();
    else this.#stored = all.inner;
  }

  #note({ broken, later }: { readonly broken: number; readonly later: number }): void {
    this.#broken += broken;
    this.#later += later;
  }

  #forgetStored(): void {
    this.#stored?.destroy();
    this.#stored = null;
  }
}
