import { dayOf, sayDay } from '$lib/domain/log/days.ts';
import { Attempt, type Device, type Session } from '$lib/session/index.ts';

type Devices = Pick<Session['devices'], 'list' | 'rename' | 'signOut' | 'signOutOthers'>;

/** The name of a device on the page. */
export function nameOf({ name, known }: Pick<Device, 'name' | 'known'>): string {
  if (name !== null) return name;
  return known ? 'A device whose name cannot be read' : 'A device without a name';
}

/** When a device was here, in days. The server's day may be ahead of the reader's: nothing was seen tomorrow. */
export function whenSeen(
  { firstSeen, lastSeen }: Pick<Device, 'firstSeen' | 'lastSeen'>,
  now: Date,
): string {
  const today = dayOf(now);
  const say = (day: string) => sayDay(day > today ? today : day, today);
  const [first, last] = [say(firstSeen), say(lastSeen)];
  return first === last ? `Seen ${first}` : `First seen ${first}, last seen ${last}`;
}

/** The devices of the account on a page: looking at them, naming them, signing them out. */
export class DevicesList {
  readonly loading = new Attempt();
  readonly leaving = new Attempt();
  readonly #devices: Devices;
  #shown = $state.raw<readonly Device[] | null>(null);

  constructor(devices: Devices) {
    this.#devices = devices;
  }

  /** Null until they have been looked up. */
  get shown(): readonly Device[] | null {
    return this.#shown;
  }

  get others(): readonly Device[] {
    return this.#shown?.filter(({ here }) => !here) ?? [];
  }

  async load(): Promise<void> {
    await this.loading.run(async () => {
      this.#shown = await this.#devices.list();
    });
  }

  /** @throws Failure `text_empty`, `text_too_long`, `not_found` when it was signed out meanwhile */
  async rename({ id }: Device, name: string, field: string): Promise<void> {
    await this.#devices.rename(id, name, field);
    await this.load();
  }

  /** True when it went well; otherwise `leaving` says why not. */
  async signOut({ id }: Device): Promise<boolean> {
    return this.#end(() => this.#devices.signOut(id));
  }

  async signOutOthers(): Promise<boolean> {
    return this.#end(() => this.#devices.signOutOthers());
  }

  async #end(end: () => Promise<void>): Promise<boolean> {
    const ended = await this.leaving.run(end);
    // What is shown is looked up, also after a failure: it may have happened all the same.
    await this.load();
    return ended;
  }
}
