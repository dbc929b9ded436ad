import { expect } from 'vitest';
import { changePassword } from '../../../src/lib/session/account/change-password.ts';
import {
  signIn,
  unlock,
  type AccountDoors,
} from '../../../src/lib/session/account/open-account.ts';
import { accountOf, doorsOf, keyringOf, readsTheLog } from './doors.ts';
import { clientEndingAfter, endingAfter } from './endings.ts';
import { failureOf, type Someone, type World } from './world.ts';

/** A step of a flow, and which time of it is meant. */
export type Step = readonly [string, number?];

/** Doors of a browser that ends when a step is done. What ends before the next step has come as far. */
export function doorsEndingAfter(
  { client }: Pick<Someone, 'client'>,
  [step, times]: Step,
): AccountDoors {
  const doors = doorsOf(client);
  return {
    ...doors,
    client: clientEndingAfter(client, step, times),
    accounts: endingAfter(doors.accounts, step, times),
    keyrings: endingAfter(doors.keyrings, step, times),
  };
}

let passwords = 0;
export const newPassword = (): string => `orchard paper quietly ${String((passwords += 1))}`;

/** One account through all endings of a flow, each beginning where the one before has left it. */
export class Survivor {
  readonly #world: () => World;
  #person: Someone | null = null;
  /** The password of the account, as its owner knows it. */
  password = '';

  /** @param world once it is open */
  constructor(world: () => World) {
    this.#world = world;
  }

  get someone(): Someone {
    if (this.#person === null) throw new Error('not begun');
    return this.#person;
  }

  async begin(): Promise<void> {
    this.#person = await this.#world().someone();
    this.password = this.#person.password;
  }

  get doors(): AccountDoors {
    return doorsOf(this.someone.client);
  }

  /** Opens with this password on a device that is still signed in, then on a new one; with the other one nowhere. */
  async opensWith(password: string, dead?: string): Promise<void> {
    const { someone, doors } = this;
    // Before anything has been settled.
    const here = await unlock(doors, accountOf(someone), password);
    expect(await readsTheLog(someone, here)).toBe(true);
    await this.opensAnewWith(password, dead);
  }

  async opensAnewWith(password: string, dead?: string): Promise<void> {
    const { someone } = this;
    const { email } = someone;
    const onNewDevice = (typed: string) =>
      signIn(doorsOf(this.#world().stranger()), { email, password: typed });
    if (dead !== undefined) {
      expect(await failureOf(onNewDevice(dead))).toBe('wrong_password_or_address');
    }
    expect(await readsTheLog(someone, await onNewDevice(password))).toBe(true);
    this.password = password;
  }

  /** Changes the password, as whoever has not noticed anything would. */
  async change(next = newPassword()): Promise<void> {
    const { someone, doors, password } = this;
    await changePassword(doors, accountOf(someone), await keyringOf(someone), password, next);
    await this.opensAnewWith(next, password);
    expect((await keyringOf(someone)).pending).toBeNull();
  }
}
