import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKeyring, newKdf, passwordKeys, unlockShared } from '../crypto/keys/index.ts';
import { stretchPassword } from '../crypto/keys/stretch.ts';
import { forgetDevice } from './device-store.ts';
import { createLocalDrafts } from './local-drafts.ts';
import { createLocalKeys } from './local-keys.ts';

const ada = '11111111-1111-4111-8111-111111111111';
const noor = '22222222-2222-4222-8222-222222222222';

afterEach(() => forgetDevice());

describe('drafts on the device', () => {
  test('come back, each to the person and the key they were put under', async () => {
    const drafts = createLocalDrafts(ada);
    await drafts.put('check_in/1/tab-a', 'AQ-one');
    await drafts.put('check_in/1/tab-b', 'AQ-two');
    await drafts.put('check_in/10/tab-a', 'AQ-other');
    await createLocalDrafts(noor).put('check_in/1/tab-a', 'AQ-noor');

    expect(await drafts.get('check_in/1/tab-a')).toMatchObject({
      key: 'check_in/1/tab-a',
      envelope: 'AQ-one',
      at: expect.any(Date) as Date,
    });
    const listed = await drafts.list('check_in/1/');
    expect(listed.map(({ envelope }) => envelope)).toEqual(['AQ-one', 'AQ-two']);
    expect(await drafts.keys('check_in/1/')).toEqual(['check_in/1/tab-a', 'check_in/1/tab-b']);
  });

  test('are replaced, removed and cleared, one person at a time', async () => {
    const [mine, theirs] = [createLocalDrafts(ada), createLocalDrafts(noor)];
    await mine.put('x', 'AQ-before');
    await mine.put('x', 'AQ-after');
    await mine.put('y', 'AQ-y');
    await theirs.put('x', 'AQ-noor');
    expect((await mine.get('x'))?.envelope).toBe('AQ-after');
    await mine.remove('x');
    expect(await mine.get('x')).toBeNull();
    await mine.clear();
    expect(await mine.list('')).toEqual([]);
    expect((await theirs.get('x'))?.envelope).toBe('AQ-noor');
  });
});

describe('keys on the device', () => {
  test('open the shared part again, cannot be read out, and are gone when forgotten', async () => {
    const kdf = { ...newKdf(), memoryKib: 19 * 1024, iterations: 2, parallelism: 1 };
    const { passwordKey } = await passwordKeys(await stretchPassword('tangle lantern', kdf));
    const { keyring, unlocked } = await createKeyring({ userId: ada, passwordKey, kdf });
    const keys = createLocalKeys();
    const { privateKey, pins, publicKey } = keyring;
    await keys.save(ada, { shared: unlocked.shared, half: { privateKey, pins, publicKey } });

    const kept = await keys.load(ada);
    if (!kept) throw new Error('nothing was kept');
    const { base } = kept.shared;
    expect(base.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', base)).rejects.toThrow();
    if (kept.half === null) throw new Error('only the branch was kept');
    const opened = await unlockShared(kept.shared, { ...kept.half, userId: ada });
    expect(opened.identity.publicKey).toBe(unlocked.identity.publicKey);

    expect(await keys.load(noor)).toBeNull();
    await keys.forget(ada);
    expect(await keys.load(ada)).toBeNull();
  });
});

describe('a browser that keeps nothing', () => {
  test('says so instead of losing words silently', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The user denied permission', 'SecurityError');
    });
    const drafts = createLocalDrafts(ada);
    await expect(drafts.put('x', 'AQ-x')).rejects.toMatchObject({ code: 'storage_refused' });
    await expect(createLocalKeys().load(ada)).rejects.toMatchObject({ code: 'storage_refused' });
    open.mockRestore();
    await drafts.put('x', 'AQ-x');
    expect((await drafts.get('x'))?.envelope).toBe('AQ-x');
  });
});
