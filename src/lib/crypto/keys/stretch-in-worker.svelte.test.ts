import { describe, expect, test } from 'vitest';
import { kdfFloor, type KdfParameters } from '../../domain/account/kdf.ts';
import { openText, sealText } from '../envelopes/text.ts';
import { checkPlatform } from '../platform/check-platform.ts';
import { createKeyring } from './create-keyring.ts';
import { unlockShared } from './keyring.ts';
import { newKdf } from './new-kdf.ts';
import { passwordKeys } from './password-keys.ts';
import { stretchInWorker } from './stretch-in-worker.ts';
import { stretchPassword } from './stretch.ts';
import type { SharedBranch } from './types.ts';
import { unlockWithPassword } from './unlock.ts';

const floor: KdfParameters = { ...newKdf(), ...kdfFloor };

describe('in a real browser', () => {
  test('everything that keys need is there', async () => {
    await expect(checkPlatform()).resolves.toBeUndefined();
  });

  test('the worker gives what the function gives', async () => {
    const [inWorker, here] = await Promise.all([
      stretchInWorker('correct horse', floor),
      stretchPassword('correct horse', floor),
    ]);
    expect(inWorker).toEqual(here);
  });

  test('the page stays alive while the worker stretches at full cost', async () => {
    let beats = 0;
    const timer = setInterval(() => (beats += 1), 10);
    try {
      await stretchInWorker('correct horse', newKdf());
    } finally {
      clearInterval(timer);
    }
    expect(beats).toBeGreaterThan(3);
  });

  test('a refusal inside the worker comes out as it is', async () => {
    const weak = { ...floor, iterations: 1 };
    await expect(stretchInWorker('correct horse', weak)).rejects.toThrow('kdf_below_floor');
  });

  test.each([
    ['throws', 'throw new Error("broken")'],
    ['is no script', 'this is <no> script'],
  ])('a worker that %s ends in a failure', async (_name, script) => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const create = () => new Worker(url, { type: 'module' });
    await expect(stretchInWorker('correct horse', floor, create)).rejects.toThrow(
      'key_stretch_failed',
    );
    URL.revokeObjectURL(url);
  });

  test('the shared branch can wait in IndexedDB and still opens the keyring', async () => {
    const { passwordKey } = await passwordKeys(await stretchInWorker('correct horse', floor));
    const userId = crypto.randomUUID();
    const { keyring } = await createKeyring({ userId, passwordKey, kdf: floor });
    const { shared, privateLog } = await unlockWithPassword(passwordKey, keyring);
    const kept = await throughIndexedDb(shared);
    const { identity } = await unlockShared(kept, keyring);
    expect(identity.publicKey).toBe(keyring.publicKey);
    expect(kept.base.extractable).toBe(false);
    const place = {
      kind: 'value',
      owner: userId,
      object: userId,
      field: 'x',
      generation: 0,
    } as const;
    const sealed = await sealText(privateLog, place, '🧦'.repeat(50_000));
    expect((await openText(privateLog, place, sealed)).length).toBe(100_000);
  });
});

async function throughIndexedDb(shared: SharedBranch): Promise<SharedBranch> {
  const name = `shared-branch-${crypto.randomUUID()}`;
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
  const database = await done(opening);
  const keys = (mode: IDBTransactionMode) => database.transaction('keys', mode).objectStore('keys');
  await done(keys('readwrite').put(shared, 'shared'));
  const kept = (await done(keys('readonly').get('shared'))) as SharedBranch;
  database.close();
  indexedDB.deleteDatabase(name);
  return kept;
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}
