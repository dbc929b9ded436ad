import type { Client } from '../data/client.ts';
import type { Device, Devices } from '../data/devices.ts';
import { deviceName } from '../domain/account/device-name.ts';
import { parseName } from '../domain/space/name.ts';
import { DeviceId } from './device/device-id.ts';
import type { OpenKeys } from './keys.ts';
import { loadPart } from './load-part.ts';

export interface AccountDevicesOptions {
  readonly client: Client;
  /** @throws Failure `locked` */
  readonly keys: () => OpenKeys;
  /** Which visit this is. Proving the password opens another one. */
  readonly visit: () => string | null;
}

/** The devices on which the open account is signed in: this one makes itself known, and others can be signed out from here. */
export class AccountDevices {
  readonly #options: AccountDevicesOptions;
  readonly #id = new DeviceId();
  /** In which visit this device was last noted, and on which day. */
  #noted = '';

  constructor(options: AccountDevicesOptions) {
    this.#options = options;
  }

  /** @throws those of the network */
  async list(): Promise<readonly Device[]> {
    await this.note();
    return (await this.#devices()).list();
  }

  /** @throws Failure `text_empty`, `text_too_long`, `not_found` */
  async rename(id: string, typed: string, field: string): Promise<void> {
    const name = parseName(typed, field);
    await (await this.#devices()).rename(id, name);
  }

  async signOut(id: string): Promise<void> {
    await (await this.#devices()).signOut(id);
  }

  async signOutOthers(): Promise<void> {
    await (await this.#devices()).signOutOthers();
  }

  /** For the session: tells the list that this device is here today, once a day. What does not work now is told the next time. */
  async note(): Promise<void> {
    const { account } = this.#options.keys();
    const noted = `${this.#options.visit() ?? ''} ${new Date().toDateString()}`;
    if (this.#noted === noted) return;
    this.#noted = noted;
    const { userAgent, maxTouchPoints } = navigator;
    const name = deviceName({ userAgent, touchPoints: maxTouchPoints });
    try {
      await (await this.#devices()).note(this.#id.of(account.id), name);
    } catch {
      if (this.#noted === noted) this.#noted = '';
    }
  }

  /** For the session: another visit is to be noted again. */
  forget(): void {
    this.#noted = '';
  }

  async #devices(): Promise<Devices> {
    const { client, keys } = this.#options;
    const { createDevices } = await loadPart(import('../data/devices.ts'));
    const { account, shared } = keys();
    return createDevices(client, { userId: account.id, shared });
  }
}
