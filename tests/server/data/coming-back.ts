import { createAskedReadmissions } from '../../../src/lib/data/asked-readmissions.ts';
import type { Client } from '../../../src/lib/data/client.ts';
import type { ReadmissionMemory } from '../../../src/lib/data/readmission-row.ts';
import { createSpaces } from '../../../src/lib/data/spaces.ts';
import { createWaitingReadmissions } from '../../../src/lib/data/waiting-readmissions.ts';
import type {
  AskedReadmission,
  WaitingReadmission,
} from '../../../src/lib/domain/space/readmission.ts';
import type { OpenedAccount } from '../../../src/lib/session/account/open-account.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { accountOf, doorsOf } from './doors.ts';
import type { Couple, Someone } from './world.ts';

/** The password of whoever has begun with new keys. */
export const passwordAfter = 'nine quiet lamps at sea';

/** What a device remembers of a comparison. */
function memoryOf(kept: { value: unknown }): ReadmissionMemory {
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

export interface Lost extends Couple {
  /** The first one, with new keys. */
  readonly back: OpenedAccount;
  readonly ada: Rooms;
  readonly noor: Rooms;
}

export function withKeys({ unlocked, pins, ...person }: Someone) {
  return { account: accountOf(person), unlocked: { ...unlocked, pins } };
}

/** Lets the first of them begin with new keys. */
export async function lose(couple: Couple): Promise<Lost> {
  const { first, second } = couple;
  const back = await startAnew(doorsOf(first.client), accountOf(first), passwordAfter);
  return {
    ...couple,
    back,
    ada: roomsOf(back, first.client),
    noor: roomsOf(withKeys(second), second.client),
  };
}

export async function waitingAt({ noor, ofSecond }: Lost): Promise<WaitingReadmission> {
  const request = await noor.waiting.waiting(ofSecond.space.id);
  if (request === null) throw new Error('nobody asks');
  return request;
}

export function wordsIn(asked: AskedReadmission): readonly string[] {
  if (!('words' in asked)) throw new Error(`no words: ${asked.state}`);
  return asked.words;
}

/** The words that the partner is asked for, read from the other screen. */
export function readOut(request: WaitingReadmission, words: readonly string[]): [string, string] {
  if (request.state !== 'words') throw new Error(`no words: ${request.state}`);
  const [one = '', two = ''] = words.filter((_, place) => request.words[place] === null);
  return [one, two];
}

/** From asking to the words on both screens. */
export async function compare(
  lost: Lost,
): Promise<{ words: readonly string[]; typed: [string, string] }> {
  const { ada, noor, ofFirst } = lost;
  const spaceId = ofFirst.space.id;
  await ada.asked.ask(spaceId);
  await noor.waiting.begin(await waitingAt(lost), spaceId);
  const words = wordsIn(await ada.asked.look(spaceId));
  return { words, typed: readOut(await waitingAt(lost), words) };
}

export async function admit(lost: Lost, typed: readonly [string, string]) {
  const opened = await lost.noor.spaces.current();
  if (opened === null) throw new Error('no space');
  const result = await lost.noor.waiting.admit(await waitingAt(lost), typed, opened);
  if (result.admitted) lost.noor.pinned(result.pins);
  return result;
}

export async function opened(rooms: Rooms) {
  const found = await rooms.spaces.current();
  if (found === null) throw new Error('no space');
  return found;
}
