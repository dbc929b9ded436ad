import { createAccounts } from '../../../src/lib/data/accounts.ts';
import { createAskedReadmissions } from '../../../src/lib/data/asked-readmissions.ts';
import type { Client } from '../../../src/lib/data/client.ts';
import { createKeyrings } from '../../../src/lib/data/keyrings.ts';
import type { ReadmissionMemory } from '../../../src/lib/data/readmission-row.ts';
import { createSpaces } from '../../../src/lib/data/spaces.ts';
import { createWaitingReadmissions } from '../../../src/lib/data/waiting-readmissions.ts';
import type { StretchedPassword } from '../../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { kdfCost, kdfFloor } from '../../../src/lib/domain/account/kdf.ts';
import type { AccountDoors, OpenedAccount } from '../../../src/lib/session/account/open-account.ts';

/** Argon2id's answers, so that the same question is worked out once. */
const stretched = new Map<string, Uint8Array<ArrayBuffer>>();

const stretch: NonNullable<AccountDoors['stretch']> = async (password, kdf) => {
  const question = `${kdf.seed} ${password}`;
  const known = stretched.get(question);
  const answer = known ?? (await stretchPassword(password, { ...kdf, ...kdfFloor }));
  stretched.set(question, answer.slice());
  return answer.slice() as StretchedPassword;
};

/** The doors of a browser. Argon2id costs the least that is allowed: these tests are not about guessing. */
export function doorsOf(client: Client): AccountDoors {
  return {
    client,
    accounts: createAccounts(client),
    keyrings: createKeyrings(client),
    stretch,
    chooseCost: () => Promise.resolve(kdfCost),
  };
}

/** The same rooms, in a browser that ends when this step is done, before it hears of it. */
export function endingAfter<Rooms extends object>(rooms: Rooms, step: string): Rooms {
  return new Proxy(rooms, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name !== step || typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await (method as (...all: unknown[]) => Promise<void>)(...args);
        throw new Error('the power went out');
      };
    },
  });
}

/** A client whose page ends when this function of the database has run. */
export function clientEndingAfter(client: Client, step: string): Client {
  return new Proxy(client, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      const bound = (method as (...all: unknown[]) => unknown).bind(target);
      if (name !== 'rpc') return bound;
      return (called: string, ...rest: unknown[]) => {
        const request = bound(called, ...rest) as PromiseLike<unknown>;
        if (called !== step) return request;
        return request.then(() => {
          throw new Error('the power went out');
        });
      };
    },
  });
}

/** What a device remembers of a comparison. */
export function memoryOf(kept: { value: unknown }): ReadmissionMemory {
  return {
    load: () => Promise.resolve(kept.value),
    save: (value) => {
      kept.value = value;
      return Promise.resolve();
    },
    forget: () => {
      kept.value = null;
      return Promise.resolve();
    },
  };
}

/** The rooms of somebody with these open keys. */
export function roomsOf(
  { account, unlocked }: Pick<OpenedAccount, 'account' | 'unlocked'>,
  client: Client,
  device = { asked: { value: null as unknown }, waiting: { value: null as unknown } },
) {
  const { shared, identity } = unlocked;
  let { pins } = unlocked;
  const options = { me: account.id, shared, identity };
  return {
    device,
    spaces: createSpaces(client, { userId: account.id, shared, pins: () => pins }),
    asked: createAskedReadmissions(client, { ...options, memory: memoryOf(device.asked) }),
    waiting: createWaitingReadmissions(client, { ...options, memory: memoryOf(device.waiting) }),
    pinned: (fresh: typeof pins) => {
      pins = fresh;
    },
  };
}

export type Rooms = ReturnType<typeof roomsOf>;
