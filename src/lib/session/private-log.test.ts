import { expect, test } from 'vitest';
import { createKeyring, newKdf, passwordKeys } from '../crypto/keys/index.ts';
import { stretchPassword } from '../crypto/keys/stretch.ts';
import { createSupabase } from '../data/client.ts';
import { toFailure } from '../domain/failure/failure.ts';
import { DeviceDrafts } from './device/device-drafts.ts';
import { openPrivateLog } from './open-private-log.ts';
import { PrivateLog } from './private-log.svelte.ts';

const userId = '11111111-1111-4111-8111-111111111111';

/** The code of the failure that reading the log or its drafts ends in; null when both are there. */
function refusal(log: PrivateLog): string | null {
  try {
    return log.entries === null || log.drafts === null ? 'nothing' : null;
  } catch (thrown) {
    return toFailure(thrown).code;
  }
}

test('a closed log gives nothing out: before it is opened, after the lock, and after the keys are gone', async () => {
  const kdf = { ...newKdf(), memoryKib: 19 * 1024, iterations: 2, parallelism: 1 };
  const { passwordKey } = await passwordKeys(await stretchPassword('tangle lantern', kdf));
  const { unlocked } = await createKeyring({ userId, passwordKey, kdf });
  const kept = new Map<string, string>();
  const client = createSupabase({
    origin: 'http://localhost:1',
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
  });
  await client.auth.stopAutoRefresh();
  const log = new PrivateLog({
    unlock: () => Promise.resolve(unlocked.privateLog),
    idleMinutes: () => 10,
    openWithKey: (key) => Promise.resolve(openPrivateLog(client, userId, key, new DeviceDrafts())),
  });

  expect(refusal(log)).toBe('locked');
  await log.openWith('tangle lantern');
  expect(refusal(log)).toBeNull();
  await log.lock();
  expect(refusal(log)).toBe('locked');
  await log.openWith('tangle lantern');
  log.forget();
  expect(refusal(log)).toBe('locked');
});
