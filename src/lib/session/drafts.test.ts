import * as z from 'zod/mini';
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
import { LocalDraftKeeper } from './local-draft-keeper.svelte.ts';

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
    list: (prefix) => attempt(() => namesWith(prefix).flatMap((name) => stored(name) ?? [])),
    keys: (prefix) => attempt(() => namesWith(prefix)),
    remove: (name) => attempt(() => void kept.delete(name)),
    clear: () => attempt(() => kept.clear()),
  };
  const namesWith = (prefix: string) => [...kept.keys()].filter((name) => name.startsWith(prefix));
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

    expect(await mine.list('x/')).toEqual([
      { key: 'x/1', value: 'mine' },
      { key: 'x/2', value: null },
      { key: 'x/3', value: null },
    ]);
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

  test('that a failing disk spoilt are passed over by who writes on, and stay where they are', async () => {
    const { kept, local } = device();
    const shelf = openDrafts({
      userId,
      shelf: 'shared',
      key: () => key,
      local,
      refused: new Map(),
    });
    const open = () =>
      new LocalDraftKeeper({ shelf: () => shelf, subject: 'check_in/1', schema: z.string() });
    const [spoilt, whole] = [open(), open()];
    spoilt.keep('lost to the disk', { base: null, confirmed: false });
    whole.keep('still there', { base: null, confirmed: false });
    await Promise.all([spoilt.flush(), whole.flush()]);
    const name = `shared/check_in/1/${spoilt.writer}`;
    const envelope = kept.get(name) ?? '';
    kept.set(name, `${envelope.slice(0, 40)}AAAAAAAA${envelope.slice(48)}`);

    const next = open();
    expect((await next.find()).map(({ content }) => content)).toEqual(['still there']);
    next.keep('written on', { base: null, confirmed: false });
    await next.flush();
    expect(next.state).toBe('kept');
    expect(kept.size).toBe(3);
  });
});
