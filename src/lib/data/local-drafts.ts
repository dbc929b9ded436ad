import { onDevice, type StoredEnvelope } from './device-store.ts';

export type LocalDrafts = ReturnType<typeof createLocalDrafts>;

/**
 * Envelopes of unfinished writing in this browser; they survive a closed tab. Whoever puts one in seals it first. Each person has their
 * own: their id is part of every key. All methods throw `storage_refused` where the browser keeps nothing.
 */
export function createLocalDrafts(userId: string) {
  const full = (key: string) => `${userId}/${key}`;
  const short = (stored: StoredEnvelope): StoredEnvelope => ({
    ...stored,
    key: stored.key.slice(userId.length + 1),
  });

  return {
    async put(key: string, envelope: string): Promise<void> {
      await onDevice((open) => open.put('drafts', { key: full(key), envelope, at: new Date() }));
    },

    async get(key: string): Promise<StoredEnvelope | null> {
      const found = await onDevice((open) => open.get('drafts', full(key)));
      return found === undefined ? null : short(found);
    },

    /** Those whose key begins with the prefix, in the order of their keys. */
    async list(prefix: string): Promise<readonly StoredEnvelope[]> {
      const range = IDBKeyRange.bound(full(prefix), `${full(prefix)}\uffff`);
      const found = await onDevice((open) => open.getAll('drafts', range));
      return found.map(short);
    },

    /** Their keys alone. */
    async keys(prefix: string): Promise<readonly string[]> {
      const range = IDBKeyRange.bound(full(prefix), `${full(prefix)}\uffff`);
      const found = await onDevice((open) => open.getAllKeys('drafts', range));
      return found.map((key) => key.slice(userId.length + 1));
    },

    async remove(key: string): Promise<void> {
      await onDevice((open) => open.delete('drafts', full(key)));
    },

    /** Removes everything of this person. */
    async clear(): Promise<void> {
      const range = IDBKeyRange.bound(full(''), `${full('')}\uffff`);
      await onDevice((open) => open.delete('drafts', range));
    },
  };
}
