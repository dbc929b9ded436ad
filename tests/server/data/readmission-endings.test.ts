import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import { unlock } from '../../../src/lib/session/account/open-account.ts';
import {
  admit,
  lose,
  opened,
  passwordAfter,
  readOut,
  roomsOf,
  waitingAt,
  withKeys,
  wordsIn,
  type Lost,
} from './coming-back.ts';
import { accountOf, doorsOf } from './doors.ts';
import { cellEndingAfter, clientEndingAfter, powerCut } from './endings.ts';
import { openWorld, type Someone, type World } from './world.ts';

let world: World;
let lost: Lost;
beforeAll(async () => {
  world = await openWorld();
  const couple = await world.couple();
  const documents = createDocuments(couple.second.client, couple.ofSecond);
  await documents.create({ id: crypto.randomUUID(), title: 'From before' });
  lost = await lose(couple);
});
afterAll(() => world.close());

type Ending = Partial<Record<'cell' | 'client', string>> & { readonly times?: number };

/** One page of each, of which one ends where it is told to. What they remember on their devices stays. */
function pagesEnding(side: 'asking' | 'partner', { cell, client, times }: Ending): Lost {
  const ending = (of: Someone, mine: boolean) =>
    mine && client !== undefined ? clientEndingAfter(of.client, client, times) : of.client;
  const { ada, noor, back, first, second } = lost;
  const [asked, waiting] = [ada.device.asked, noor.device.waiting];
  return {
    ...lost,
    ada: roomsOf(back, ending(first, side === 'asking'), {
      ...ada.device,
      asked: cell === 'asked' ? cellEndingAfter(asked) : asked,
    }),
    noor: roomsOf(withKeys(second), ending(second, side === 'partner'), {
      ...noor.device,
      waiting: cell === 'waiting' ? cellEndingAfter(waiting) : waiting,
    }),
  };
}

/** Goes on from wherever it is, as the two pages do; one try of words for each call. */
async function goOn(pages: Lost): Promise<void> {
  const { ada, noor, ofFirst } = pages;
  const spaceId = ofFirst.space.id;
  const { state } = await ada.asked.look(spaceId);
  if (state === 'none') await ada.asked.ask(spaceId);
  if (state === 'admitted') {
    await ada.asked.receive(spaceId);
    return;
  }
  const request = await noor.waiting.waiting(spaceId);
  if (request?.state === 'asked') await noor.waiting.begin(request, spaceId);
  const words = wordsIn(await ada.asked.look(spaceId));
  await admit(pages, readOut(await waitingAt(pages), words));
}

/** Both accounts open with their passwords, and who has kept their keys reads what they shared. */
async function everythingOpens(): Promise<void> {
  const { first, second, noor } = lost;
  await unlock(doorsOf(first.client), accountOf(first), passwordAfter);
  await unlock(doorsOf(second.client), accountOf(second), second.password);
  const space = await opened(noor);
  expect(space.space.name).toBe('Us two');
  const titles = (await createDocuments(second.client, space).list()).inUse.map(
    ({ title }) => title,
  );
  expect(titles).toEqual(['From before']);
}

// One readmission, whose pages end one after the other, each where the one before has left it; three tries of words are all there are.
describe('a readmission whose page ends is taken up again where it was, and both accounts and the space open meanwhile', () => {
  test.each<[string, 'asking' | 'partner', Ending, string | null]>([
    ['the request was remembered, and not yet sent', 'asking', { cell: 'asked' }, null],
    ['it was sent', 'asking', { client: 'ask_readmission' }, 'asked'],
    ['the answer was remembered, and not yet sent', 'partner', { cell: 'waiting' }, 'asked'],
    ['it was answered', 'partner', { client: 'answer_readmission' }, 'answered'],
    ['the answer was taken in', 'asking', { cell: 'asked' }, 'answered'],
    ['the words were shown', 'asking', { client: 'open_readmission' }, 'opened'],
    ['a try was counted', 'partner', { client: 'try_readmission' }, 'opened'],
    ['the new key was pinned', 'partner', { client: 'update keyrings' }, 'opened'],
    ['the new epoch had begun', 'partner', { client: 'readmit_partner' }, 'admitted'],
    ['the partner’s key was pinned', 'asking', { client: 'update keyrings' }, 'admitted'],
    ['the first of the keys was taken in', 'asking', { client: 'update space_keys' }, 'admitted'],
    ['the last of them was', 'asking', { client: 'update space_keys', times: 2 }, 'admitted'],
  ])('after %s', async (_what, side, ending, state) => {
    const pages = pagesEnding(side, ending);
    await expect(goOn(pages)).rejects.toThrow(powerCut);
    const { data } = await lost.first.client.from('readmissions').select('state').maybeSingle();
    expect(data?.state ?? null).toBe(state);
    await everythingOpens();
  });

  test('and at its end both read what was shared, in the new epoch', async () => {
    const spaceId = lost.ofFirst.space.id;
    expect(await lost.noor.waiting.waiting(spaceId)).toBeNull();
    const after = await unlock(doorsOf(lost.first.client), accountOf(lost.first), passwordAfter);
    const ada = roomsOf(after, lost.first.client, lost.ada.device);
    ada.pinned(await ada.asked.receive(spaceId));
    for (const [rooms, { client }] of [
      [ada, lost.first],
      [lost.noor, lost.second],
    ] as const) {
      const space = await opened(rooms);
      expect(space).toMatchObject({ space: { epoch: 1, name: 'Us two' } });
      const titles = (await createDocuments(client, space).list()).inUse.map(({ title }) => title);
      expect(titles).toEqual(['From before']);
    }
  });
});
