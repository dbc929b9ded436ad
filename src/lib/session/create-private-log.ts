import type { Client } from '../data/client.ts';
import type { KeyHolder } from './key-holder.svelte.ts';
import { loadPart } from './load-part.ts';
import type { LockChoices } from './lock-choices.svelte.ts';
import { PrivateLog } from './private-log.svelte.ts';

/** The private log of whoever's keys are held. */
export function createPrivateLog(
  client: Client,
  holder: KeyHolder,
  locks: LockChoices,
): PrivateLog {
  return new PrivateLog({
    unlock: async (password) => {
      const { unlocked } = await holder.openWithPassword(client, password);
      return unlocked.privateLog;
    },
    openWithKey: async (key) => {
      const { userId } = holder.keys;
      const { openPrivateLog } = await loadPart(import('./open-private-log.ts'));
      return openPrivateLog(client, userId, key, holder.device);
    },
    idleMinutes: () => locks.minutes,
  });
}
