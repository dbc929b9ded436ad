import { expect, test } from 'vitest';
import type { Drafts } from './drafts.ts';
import { EpochMemory } from './epoch-memory.ts';

/** A device whose drafts outlive its pages. */
function device() {
  const kept = new Map<string, unknown>();
  const drafts: Drafts = {
    get: (key) => Promise.resolve(kept.get(key) ?? null),
    put: (key, value) => Promise.resolve(void kept.set(key, value)),
    list: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  };
  return { openPage: () => new EpochMemory(() => drafts) };
}

const at = (epoch: number) => ({ opened: { space: { id: 'us', epoch } } });

/** Questions whose first answer is on its way until it is let through. */
function slowly<Found>(first: Found, second: Found) {
  let arrive = (): void => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve)).then(() => first);
  const answers = [held, Promise.resolve(second)];
  const find = () => answers.shift() ?? Promise.reject(new Error('asked once too often'));
  return { find, arrive: () => arrive() };
}

test.each([
  ['this page', false],
  ['another page of this device', true],
])(
  'an answer that was on its way while a new epoch began is no rollback, although %s has seen the epoch',
  async (_who, elsewhere) => {
    const { openPage } = device();
    const here = openPage();
    const slow = slowly(at(0), at(1));
    const asking = here.checked(slow.find);
    await (elsewhere ? openPage() : here).checked(() => Promise.resolve(at(1)));
    slow.arrive();
    expect(await asking).toEqual(at(1));
  },
);

test('an older epoch than this device has seen is a rollback when the server keeps to it, also after a reload', async () => {
  const { openPage } = device();
  const here = openPage();
  await here.checked(() => Promise.resolve(at(2)));
  for (const page of [here, openPage()]) {
    await expect(page.checked(() => Promise.resolve(at(1)))).rejects.toThrow('space_rolled_back');
  }
  expect(await here.checked(() => Promise.resolve(at(2)))).toEqual(at(2));
  expect(await here.checked(() => Promise.resolve({ opened: null }))).toEqual({ opened: null });
});
