import type { Keyring, SharedBranch } from '../crypto/index.ts';
import { onDevice } from './device-store.ts';

/**
 * What the shared branch opens of a keyring. Never the wraps for the password or the code: whoever has the device could try passwords
 * against them for as long as they like.
 */
export type SharedHalf = Pick<Keyring, 'privateKey' | 'pins' | 'publicKey'>;

export interface KeptShared {
  readonly shared: SharedBranch;
  /** As the server had it last; null on a device that has kept the branch alone. */
  readonly half: SharedHalf | null;
}

/**
 * What "stay signed in" keeps on the device: the shared branch, as a key that cannot be read out, and the envelopes that it opens. Never
 * the account key, never the key of the private log. All methods throw `storage_refused` where the browser keeps nothing.
 */
export function createLocalKeys() {
  return {
    async save(userId: string, { shared, half }: KeptShared): Promise<void> {
      await onDevice((open) => open.put('keys', { userId, shared, half }));
    },

    async load(userId: string): Promise<KeptShared | null> {
      const found = await onDevice((open) => open.get('keys', userId));
      return found === undefined ? null : { shared: found.shared, half: found.half ?? null };
    },

    async forget(userId: string): Promise<void> {
      await onDevice((open) => open.delete('keys', userId));
    },
  };
}
