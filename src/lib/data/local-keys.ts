import type { SharedBranch } from '../crypto/index.ts';
import { onDevice } from './device-store.ts';

export type LocalKeys = ReturnType<typeof createLocalKeys>;

/**
 * What "stay signed in" keeps on the device: the shared branch, as a key that cannot be read out. Never the account key, never the key of
 * the private log. All methods throw `storage_refused` where the browser keeps nothing.
 */
export function createLocalKeys() {
  return {
    async save(userId: string, shared: SharedBranch): Promise<void> {
      await onDevice((open) => open.put('keys', { userId, shared }));
    },

    async load(userId: string): Promise<SharedBranch | null> {
      const found = await onDevice((open) => open.get('keys', userId));
      return found?.shared ?? null;
    },

    async forget(userId: string): Promise<void> {
      await onDevice((open) => open.delete('keys', userId));
    },
  };
}
