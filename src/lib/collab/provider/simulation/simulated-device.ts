import * as Y from 'yjs';
import { DocumentGenerations } from '../document-generations.ts';
import type { Clock } from '../clock.ts';
import type { Opener, Sealer } from '../sealer.ts';
import type { Place } from '../types.ts';
import { firstPlace } from './keys.ts';
import { MemoryShelf } from './memory-shelf.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedGeneration, type SimulatedPage } from './simulated-generation.ts';
import type { SimulatedServer } from './simulated-server.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface World {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly sealerOf: (place: Place) => Promise<Sealer>;
  readonly earlierOf: (generation: number) => Opener;
  readonly server: SimulatedServer;
  readonly heal: boolean;
}

/** One device of a person: a disk that outlives crashes, and at times a page. */
export class SimulatedDevice {
  readonly name: string;
  readonly #world: World;
  #shelf: MemoryShelf;
  #running: Running | null = null;
  #edits = 0;
  #unsaved: string[] = [];
  /** Marks of edits that the device called saved, and how. */
  readonly saved = new Map<string, 'here' | 'both'>();

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
    this.#shelf = this.#newShelf();
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Opens the document: a new page load. */
  async start(): Promise<void> {
    this.#running = new Running(this.#world, this.#shelf, this.name.toLowerCase());
    await this.#running.generations.whenLoaded;
  }

  /** Power cut: only what the disk holds is left. The outer document's own persistence may lag behind or be gone. */
  crash(): void {
    const { random } = this.#world;
    const current = this.#running?.generations.current;
    if (current) {
      const { generation } = current.place;
      if (random.chance(0.5)) this.#shelf.keepOuter(generation, current.outer);
      else if (random.chance(0.3)) this.#shelf.keepOuter(generation, null);
    }
    this.#shelf.crash();
    this.#running?.die();
    this.#running = null;
    this.#unsaved = [];
  }

  /** The device is lost with everything on it. What it had only called saved here is gone; that is no broken promise. */
  wipe(): void {
    this.crash();
    this.#shelf = this.#newShelf();
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
    const status = this.#running?.generations.current?.core.status;
    if (!status || status.saved === 'saving') return;
    for (const mark of this.#unsaved) if (!this.saved.has(mark)) this.saved.set(mark, status.saved);
    if (status.saved !== 'both') return;
    for (const mark of this.#unsaved) this.saved.set(mark, 'both');
    this.#unsaved = [];
  }

  #newShelf(): MemoryShelf {
    const { clock, random } = this.#world;
    return new MemoryShelf(clock, () => random.below(40));
  }
}

/** One page load of a device. */
export class Running {
  readonly inner = new Y.Doc();
  readonly generations: DocumentGenerations<SimulatedGeneration>;
  #online = false;
  #dead = false;
  /** The newest epoch whose key this page has fetched. */
  #epoch = 0;

  constructor(world: World, shelf: MemoryShelf, person: string) {
    this.inner.clientID = clientId(world.random);
    const clock: Clock = {
      now: () => world.clock.now(),
      after: (ms, job) =>
        world.clock.after(ms, () => {
          if (!this.#dead) job();
        }),
    };
    const page: SimulatedPage = {
      clock,
      inner: this.inner,
      shelf,
      online: () => this.#online,
      onMoved: () => {
        this.generations.look();
      },
      onHeavy: () => {
        this.generations.heavy();
      },
      onChange: () => {
        // The generations themselves are being made while the first of them opens.
        queueMicrotask(() => {
          if (!this.#dead) this.generations.consider();
        });
      },
    };
    const { server, random } = world;
    this.generations = new DocumentGenerations({
      inner: this.inner,
      // A page may have been told long ago.
      place: random.chance(0.5) ? server.place : firstPlace,
      clock: page.clock,
      shelf,
      server: server.for({
        person,
        online: () => this.#online && !this.#dead,
        newestEpoch: () => this.#epoch,
        onEpoch: (epoch) => {
          this.#epoch = Math.max(this.#epoch, epoch);
        },
      }),
      sealer: (place) => {
        this.#epoch = Math.max(this.#epoch, place.epoch);
        return world.sealerOf(place);
      },
      earlier: world.earlierOf,
      open: (place, sealer, handover) => {
        if (this.#dead) throw new Error('the page is gone');
        return new SimulatedGeneration({ world, page, place, sealer, handover });
      },
      onChange: page.onChange,
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

  goOnline(): void {
    this.#online = true;
    this.generations.current?.connect();
  }

  goOffline(): void {
    this.#online = false;
    this.generations.current?.disconnect();
  }

  deliver(order: 'any' | 'right'): void {
    this.generations.current?.deliver(order);
  }

  die(): void {
    this.goOffline();
    this.#dead = true;
    this.generations.current?.die();
  }
}

export function clientId(random: SeededRandom): number {
  return 1 + random.below(2 ** 31);
}
