import * as Y from 'yjs';
import type { Handover } from '../core-options.ts';
import type { Clock } from '../clock.ts';
import { DocumentCore } from '../document-core.ts';
import type { OpenGeneration } from '../document-generations.ts';
import type { Sealer } from '../sealer.ts';
import { sessionFrom } from '../session-id.ts';
import type { Place } from '../types.ts';
import type { MemoryShelf } from './memory-shelf.ts';
import type { SeededRandom } from './seeded-random.ts';
import { clientId, type World } from './simulated-device.ts';
import type { Line, SimulatedRelay } from './simulated-relay.ts';

/** Whatever the page around a generation does for it. */
export interface SimulatedPage {
  readonly inner: Y.Doc;
  readonly shelf: MemoryShelf;
  /** Ends with the page. */
  readonly clock: Clock;
  readonly online: () => boolean;
  readonly onMoved: () => void;
  readonly onHeavy: () => void;
  readonly onChange: () => void;
}

interface Opening {
  readonly world: World;
  readonly page: SimulatedPage;
  readonly place: Place;
  readonly sealer: Sealer;
  readonly handover: Handover | undefined;
}

const fromNetwork = Symbol('network');

/** One generation at one page: the real core, and a line to its relay on which messages wait until they are delivered, in any order. */
export class SimulatedGeneration implements OpenGeneration, Line {
  readonly place: Place;
  readonly outer = new Y.Doc();
  readonly core: DocumentCore;
  readonly #world: World;
  readonly #page: SimulatedPage;
  #relay: SimulatedRelay | null = null;
  #up: Uint8Array[] = [];
  #down: Uint8Array[] = [];
  #loading: Promise<void> | null = null;
  #loaded = false;
  #left = false;

  constructor({ world, page, place, sealer, handover }: Opening) {
    this.place = place;
    this.#world = world;
    this.#page = page;
    const { random, heal } = world;
    const { clock } = page;
    this.outer.clientID = clientId(random);
    this.core = new DocumentCore({
      inner: page.inner,
      outer: this.outer,
      sealer,
      keptOpener: world.earlierOf(place.generation),
      clock,
      random: random.next,
      session: sessionFrom(Uint8Array.from({ length: 8 }, () => random.below(256))),
      openCache: () => page.shelf.openCache(place.generation),
      watched: () => this.#relay !== null,
      onChange: page.onChange,
      onHeavy: page.onHeavy,
      report: (cause) => {
        throw cause;
      },
      handover,
      heal,
      foldItems: 6,
      heavyFrom: 600,
    });
    this.outer.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== fromNetwork && this.#relay) this.#up.push(update);
    });
  }

  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  connect(): void {
    if (this.#relay || !this.#loaded || this.#left || !this.#page.online()) return;
    const { server } = this.#world;
    if (!server.admits(this.place)) {
      this.#page.onMoved();
      return;
    }
    const relay = server.relayOf(this.place.generation);
    this.#relay = relay;
    Y.applyUpdate(this.outer, relay.missingFor(Y.encodeStateVector(this.outer)), fromNetwork);
    relay.receive(Y.encodeStateAsUpdate(this.outer, relay.stateVector), this);
    relay.connect(this);
    this.core.setSynced(true);
  }

  connectLater(): void {
    this.#page.clock.after(500, () => {
      this.connect();
    });
  }

  /** Nobody is refused in the simulation. */
  refuse(): void {
    throw new Error('refused');
  }

  leave(): void {
    this.disconnect();
    this.#left = true;
  }

  disconnect(): void {
    if (!this.#relay) return;
    this.#relay.disconnect(this);
    this.#relay = null;
    this.#up = [];
    this.#down = [];
    this.core.setSynced(false);
  }

  /** The relay looks whether everybody in its room still belongs there. */
  recheck(): void {
    if (!this.#relay || this.#world.server.admits(this.place)) return;
    this.disconnect();
    this.#page.onMoved();
  }

  async close(): Promise<void> {
    await this.load();
    await this.core.close();
    this.outer.destroy();
  }

  die(): void {
    this.leave();
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
      this.#relay?.receive(update, this);
    }
    for (const update of take(this.#down, this.#world.random, order)) {
      Y.applyUpdate(this.outer, update, fromNetwork);
    }
  }

  async #load(): Promise<void> {
    await this.core.load(() => {
      const kept = this.#page.shelf.outerOf(this.place.generation);
      if (kept) Y.applyUpdate(this.outer, kept, fromNetwork);
      return Promise.resolve();
    });
    this.#loaded = true;
    this.connect();
  }
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
