import * as Y from 'yjs';
import { DocumentCore } from '../document-core.ts';
import { sessionFrom } from '../session-id.ts';
import type { CountingSealer } from './counting-sealer.ts';
import { MemoryDisk } from './memory-disk.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Line, SimulatedRelay } from './simulated-relay.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface World {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly sealer: CountingSealer;
  readonly relay: SimulatedRelay;
  readonly heal: boolean;
}

const fromNetwork = Symbol('network');

/**
 * One device: the real core, a disk that outlives crashes, and a line to the relay on which messages wait until they are delivered, in
 * any order.
 */
export class SimulatedDevice {
  readonly name: string;
  readonly #world: World;
  #disk: MemoryDisk;
  #outerOnDisk: Uint8Array | null = null;
  #running: Running | null = null;
  #edits = 0;
  #unsaved: string[] = [];
  /** Marks of edits that the device called saved, and how. */
  readonly saved = new Map<string, 'here' | 'both'>();

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
    this.#disk = this.#newDisk();
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Opens the document: a new page load. */
  async start(): Promise<void> {
    const running = new Running(this.#world, this.#disk);
    this.#running = running;
    await running.load(this.#outerOnDisk);
  }

  /** Power cut: only what the disk holds is left. The outer document's own persistence may lag behind or be gone. */
  crash(): void {
    const { random } = this.#world;
    if (this.#running && random.chance(0.5)) {
      this.#outerOnDisk = Y.encodeStateAsUpdate(this.#running.outer);
    } else if (random.chance(0.3)) this.#outerOnDisk = null;
    this.#disk.crash();
    this.#running?.die();
    this.#running = null;
    this.#unsaved = [];
  }

  /** The device is lost with everything on it. What it had only called saved here is gone; that is no broken promise. */
  wipe(): void {
    this.crash();
    this.#outerOnDisk = null;
    this.#disk = this.#newDisk();
    for (const [mark, how] of this.saved) if (how === 'here') this.saved.delete(mark);
  }

  edit(): void {
    const { random } = this.#world;
    const inner = this.#running?.inner;
    if (!inner) return;
    this.#edits += 1;
    const mark = `${this.name}${String(this.#edits)}`;
    const text = inner.getText('text');
    inner.transact(() => {
      if (text.length > 20 && random.chance(0.35)) {
        text.delete(random.below(text.length - 5), 1 + random.below(5));
      } else text.insert(random.below(text.length + 1), `<${mark}>`);
      inner.getMap('marks').set(mark, random.below(1000));
      if (random.chance(0.3)) inner.getMap('shared').set(`k${String(random.below(3))}`, mark);
    });
    this.#unsaved.push(mark);
  }

  /** Writes down what the device now calls saved. */
  believe(): void {
    const status = this.#running?.core.status;
    if (!status || status.saved === 'saving') return;
    for (const mark of this.#unsaved) if (!this.saved.has(mark)) this.saved.set(mark, status.saved);
    if (status.saved !== 'both') return;
    for (const mark of this.#unsaved) this.saved.set(mark, 'both');
    this.#unsaved = [];
  }

  #newDisk(): MemoryDisk {
    const { clock, random } = this.#world;
    return new MemoryDisk(clock, () => random.below(40));
  }
}

/** One page load of a device. */
export class Running implements Line {
  readonly inner = new Y.Doc();
  readonly outer = new Y.Doc();
  readonly core: DocumentCore;
  readonly #world: World;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #online = false;
  #loaded = false;

  constructor(world: World, disk: MemoryDisk) {
    this.#world = world;
    const { random, clock, sealer, heal } = world;
    this.inner.clientID = clientId(random);
    this.outer.clientID = clientId(random);
    this.core = new DocumentCore({
      inner: this.inner,
      outer: this.outer,
      sealer,
      clock,
      random: random.next,
      session: sessionFrom(Uint8Array.from({ length: 8 }, () => random.below(256))),
      openCache: () => Promise.resolve(disk.open()),
      watched: () => this.#online,
      onChange: () => undefined,
      report: (cause) => {
        throw cause;
      },
      heal,
      foldItems: 6,
    });
    this.outer.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== fromNetwork && this.#online) this.#up.push(update);
    });
  }

  get online(): boolean {
    return this.#online;
  }

  get text(): string {
    return JSON.stringify([
      this.inner.getText('text').toString(),
      Object.entries(this.inner.getMap('marks').toJSON()).sort(),
      Object.entries(this.inner.getMap('shared').toJSON()).sort(),
    ]);
  }

  get marks(): Y.Map<unknown> {
    return this.inner.getMap('marks');
  }

  async load(outerOnDisk: Uint8Array | null): Promise<void> {
    await this.core.load(() => {
      if (outerOnDisk) Y.applyUpdate(this.outer, outerOnDisk, fromNetwork);
      return Promise.resolve();
    });
    this.#loaded = true;
  }

  goOnline(): void {
    if (this.#online || !this.#loaded) return;
    this.#online = true;
    const { relay } = this.#world;
    Y.applyUpdate(this.outer, relay.missingFor(Y.encodeStateVector(this.outer)), fromNetwork);
    relay.receive(Y.encodeStateAsUpdate(this.outer, relay.stateVector), this);
    relay.connect(this);
    this.core.setSynced(true);
  }

  goOffline(): void {
    if (!this.#online) return;
    this.#online = false;
    this.#up = [];
    this.#down = [];
    this.#world.relay.disconnect(this);
    this.core.setSynced(false);
  }

  die(): void {
    this.goOffline();
    this.outer.destroy();
  }

  receive(update: Uint8Array): void {
    this.#down.push(update);
  }

  stored(stateVector: Uint8Array): void {
    this.core.setStored(stateVector);
  }

  /** Delivers waiting messages in both directions: all of them in order, or some in any order and some twice. */
  deliver(order: 'any' | 'right'): void {
    for (const update of take(this.#up, this.#world.random, order)) {
      if (this.#online) this.#world.relay.receive(update, this);
    }
    for (const update of take(this.#down, this.#world.random, order)) {
      Y.applyUpdate(this.outer, update, fromNetwork);
    }
  }
}

export function clientId(random: SeededRandom): number {
  return 1 + random.below(2 ** 31);
}

function take(queue: Uint8Array[], random: SeededRandom, order: 'any' | 'right'): Uint8Array[] {
  if (order === 'right') return queue.splice(0);
  const taken: Uint8Array[] = [];
  for (let count = random.below(queue.length + 1); count > 0; count -= 1) {
    const [update] = queue.splice(random.below(queue.length), 1);
    if (!update) break;
    taken.push(update);
    if (random.chance(0.1)) queue.push(update);
  }
  return taken;
}
