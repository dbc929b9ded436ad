import { Failure } from '../../../domain/failure/failure.ts';
import type { Clock } from '../clock.ts';
import type { DocumentServer, Place } from '../types.ts';
import { SimulatedRelay } from './simulated-relay.ts';

/** Who asks, from which device. */
interface Asker {
  readonly person: string;
  readonly online: () => boolean;
  readonly newestEpoch: () => number;
  /** The space key of this epoch is here now. */
  readonly onEpoch: (epoch: number) => void;
}

interface ServerOptions {
  readonly clock: Clock;
  /** Milliseconds until the next answer. */
  readonly latency: () => number;
  /** Yjs client ids for what the relays themselves write. */
  readonly clientId: () => number;
  readonly people: readonly string[];
}

/**
 * What the database does for one document (its row, who has confirmed what, what is kept of each generation), with a relay for each
 * generation. A hostile one shows an earlier generation again.
 */
export class SimulatedServer {
  readonly #options: ServerOptions;
  readonly #relays = new Map<number, SimulatedRelay>();
  readonly #confirmed = new Map<string, number>();
  #place: Place = { generation: 0, epoch: 0 };
  #epoch = 0;
  moves = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** The present generation's. */
  get relay(): SimulatedRelay {
    return this.relayOf(this.#place.generation);
  }

  /** Of the space key. */
  get epoch(): number {
    return this.#epoch;
  }

  get place(): Place {
    return this.#place;
  }

  /** Generations of which something is kept. */
  get generations(): number[] {
    return [...this.#relays.keys()];
  }

  relayOf(generation: number): SimulatedRelay {
    const relay = this.#relays.get(generation) ?? new SimulatedRelay(this.#options.clientId);
    this.#relays.set(generation, relay);
    return relay;
  }

  /** Whether the relay lets a device into the room of this place. */
  admits({ generation }: Place): boolean {
    return generation === this.#place.generation && this.#place.epoch >= this.#epoch;
  }

  /** Writes to the database what the relay has received; what is of another generation is refused there. */
  store(): void {
    if (this.#place.epoch >= this.#epoch) this.relay.store();
  }

  crash(): void {
    for (const relay of this.#relays.values()) relay.crash();
  }

  newEpoch(): void {
    this.#epoch += 1;
  }

  /** Shows the generation before the present one, as an old copy of the database would. */
  rollBack(): void {
    const { generation, epoch } = this.#place;
    if (generation > 0) this.#place = { generation: generation - 1, epoch };
  }

  /** Shows what is there. */
  beHonest(): void {
    const { epoch } = this.#place;
    this.#place = { generation: Math.max(...this.generations, this.#place.generation), epoch };
  }

  for({ person, online, newestEpoch, onEpoch }: Asker): DocumentServer {
    const { clock, latency } = this.#options;
    const answer = <T>(of: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        clock.after(latency(), () => {
          if (online()) resolve(of());
          else reject(new Failure('offline'));
        });
      });
    return {
      newestEpoch,
      look: () =>
        answer(() => {
          onEpoch(this.#epoch);
          return this.#place;
        }),
      moveOn: (after) =>
        answer(() => {
          if (this.#place.generation <= after) {
            this.#moveTo(Math.max(after, ...this.generations) + 1);
          }
          return this.#place;
        }),
      stored: (generation) => answer(() => [this.relayOf(generation).stored]),
      storedBelow: (below) =>
        answer(
          () =>
            new Map(
              [...this.#relays]
                .filter(([generation]) => generation < below)
                .map(([generation, relay]) => [generation, [relay.stored]]),
            ),
        ),
      confirm: (generation) =>
        answer(() => {
          if (generation === this.#place.generation) this.#confirm(person, generation);
        }),
    };
  }

  #moveTo(generation: number): void {
    this.#place = { generation, epoch: this.#epoch };
    this.moves += 1;
  }

  #confirm(person: string, generation: number): void {
    this.#confirmed.set(person, generation);
    const all = Math.min(...this.#options.people.map((name) => this.#confirmed.get(name) ?? 0));
    for (const kept of this.generations) if (kept < all) this.#relays.delete(kept);
  }
}
