import { beforeAll, describe, expect, test } from 'vitest';
import {
  createKeyring,
  draftsKey,
  newKdf,
  passwordKeys,
  type DraftsKey,
} from '../crypto/keys/index.ts';
import { stretchPassword } from '../crypto/keys/stretch.ts';
import type { LocalDrafts } from '../data/local-drafts.ts';
import { Failure } from '../domain/failure/failure.ts';
import { openDrafts } from './drafts.ts';

const userId = '11111111-1111-4111-8111-111111111111';
let key: DraftsKey;
let otherKey: DraftsKey;

beforeAll(async () => {
  const kdf = { ...newKdf(), memoryKib: 19 * 1024, iterations: 2, parallelism: 1 };
  const { passwordKey } = await passwordKeys(await stretchPassword('tangle lantern', kdf));
  const [one, two] = await Promise.all([
    createKeyring({ userId, passwordKey, kdf }),
    createKeyring({ userId, passwordKey, kdf }),
  ]);
  key = await draftsKey(one.unlocked.shared);
  otherKey = await draftsKey(two.unlocked.shared);
});

/** A device that keeps, or refuses, envelopes; `kept` shows what it holds. */
function device(refuses = false) {
  const kept = new Map<string, string>();
  const attempt = async <Result>(work: () => Result): Promise<Result> => {
    await Promise.resolve();
    if (refuses) throw new Failure('storage_refused');
    return work();
  };
  const local: LocalDrafts = {
    put: (name, envelope) => attempt(() => void kept.set(name, envelope)),
    get: (name) => attempt(() => stored(name)),
    list: (prefix) =>
      attempt(() =>
        [...kept.keys()]
          .filter((name) => name.startsWith(prefix))
          .flatMap((name) => stored(name) ?? []),
      ),
    remove: (name) => attempt(() => void kept.delete(name)),
    clear: () => attempt(() => kept.clear()),
  };
  function stored(name: string) {
    const envelope = kept.get(name);
    return envelope === undefined ? null : { key: name, envelope, at: new Date(0) };
  }
  return { kept, local };
}

describe('drafts on the device', () => {
  test('come back as they were put, and lie there sealed', async () => {
    const { kept, local } = device();
    const drafts = openDrafts({
      userId,
      shelf: 'shared',
      key: () => key,
      local,
      refused: new Map(),
    });
    await drafts.put('check_in/1/a', { words: 'I am afraid of August' });
    expect(await drafts.get('check_in/1/a')).toEqual({ words: 'I am afraid of August' });
    expect(await drafts.list('check_in/1/')).toEqual([
      { key: 'check_in/1/a', value: { words: 'I am afraid of August' } },
    ]);
    expect([...kept.values()].join()).not.toContain('August');
    await drafts.remove('check_in/1/a');
    expect(await drafts.get('check_in/1/a')).toBeNull();
  });

  test('do not open with another key, under another name or on the other shelf, and hide no others', async () => {
    const { kept, local } = device();
    const mine = openDrafts({ userId, shelf: 'shared', key: () => key, local, refused: new Map() });
    const theirs = openDrafts({
      userId,
      shelf: 'shared',
      key: () => otherKey,
      local,
      refused: new Map(),
    });
    await mine.put('x/1', 'mine');
    await theirs.put('x/2', 'theirs');
    kept.set('shared/x/3', kept.get('shared/x/1') ?? '');
    kept.set('private/x/1', kept.get('shared/x/1') ?? '');
    const onTheOtherShelf = openDrafts({
      userId,
      shelf: 'private',
      key: () => key,
      local,
      refused: new Map(),
    });

    expect(await mine.list('x/')).toEqual([{ key: 'x/1', value: 'mine' }]);
    expect(await onTheOtherShelf.get('x/1')).toBeNull();
    expect(kept.size).toBe(4);
  });

  test('that the device refuses are kept sealed as long as the page, and the refusal is told', async () => {
    const { local } = device(true);
    const refused = new Map<string, string>();
    const drafts = openDrafts({ userId, shelf: 'private', key: () => key, local, refused });
    await expect(drafts.put('entry/1', 'held back')).rejects.toMatchObject({
      code: 'storage_refused',
    });
    expect(await drafts.list('entry/')).toEqual([{ key: 'entry/1', value: 'held back' }]);
    expect([...refused.values()].join()).not.toContain('held back');

    // A lock opens them anew, from the same page.
    const afterUnlocking = openDrafts({ userId, shelf: 'private', key: () => key, local, refused });
    expect(await afterUnlocking.get('entry/1')).toBe('held back');
  });
});
