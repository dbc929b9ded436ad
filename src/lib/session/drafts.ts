import { openJson, sealJson } from '../crypto/envelopes/index.ts';
import { draftsKey, type DraftsKey, type PrivateLogKey } from '../crypto/keys/index.ts';
import type { LocalDrafts } from '../data/local-drafts.ts';
import type { DeviceDrafts } from './device/device-drafts.ts';
import type { OpenKeys } from './keys.ts';

export interface FoundDraft {
  readonly key: string;
  /** Null when it does not open. */
  readonly value: unknown;
}

/** Unfinished writing on this device, sealed before it is stored. */
export interface Drafts {
  /** @throws Failure `storage_refused` when the device keeps nothing; it is then kept, sealed, as long as this page */
  put(key: string, value: unknown): Promise<void>;
  /** Null when there is none, or when it does not open. */
  get(key: string): Promise<unknown>;
  /** Those whose key begins with `prefix`; what does not open stays where it is. */
  list(prefix: string): Promise<readonly FoundDraft[]>;
  remove(key: string): Promise<void>;
}

export interface DraftsOptions {
  readonly userId: string;
  /** Separates shelves of different keys: `shared` or `private`. */
  readonly shelf: 'shared' | 'private';
  readonly key: () => Promise<DraftsKey | PrivateLogKey> | DraftsKey | PrivateLogKey;
  readonly local: LocalDrafts;
  /** Sealed drafts that the device refused. It belongs to the page, so that a lock does not lose them. */
  readonly refused: Map<string, string>;
}

/** Opens a person's drafts under one of their keys. */
export function openDrafts({ userId, shelf, key, local, refused }: DraftsOptions): Drafts {
  const full = (name: string) => `${shelf}/${name}`;
  const binding = (name: string) =>
    ({
      kind: 'value',
      owner: userId,
      object: userId,
      field: `local_drafts/${full(name)}`,
      generation: 0,
    }) as const;

  async function openOrNull(name: string, envelope: string): Promise<unknown> {
    try {
      return await openJson(await key(), binding(name), envelope);
    } catch {
      return null;
    }
  }

  return {
    async put(name, value) {
      const envelope = await sealJson(await key(), binding(name), value);
      refused.set(full(name), envelope);
      await local.put(full(name), envelope);
      if (refused.get(full(name)) === envelope) refused.delete(full(name));
    },
    async get(name) {
      const envelope = refused.get(full(name)) ?? (await local.get(full(name)))?.envelope;
      return envelope === undefined ? null : openOrNull(name, envelope);
    },
    async list(prefix) {
      const stored = await local.list(full(prefix)).catch(() => []);
      const envelopes = new Map(stored.map((draft) => [draft.key, draft.envelope]));
      for (const [name, envelope] of refused) {
        if (name.startsWith(full(prefix))) envelopes.set(name, envelope);
      }
      const found: FoundDraft[] = [];
      for (const [name, envelope] of envelopes) {
        const short = name.slice(shelf.length + 1);
        found.push({ key: short, value: await openOrNull(short, envelope) });
      }
      return found;
    },
    async remove(name) {
      refused.delete(full(name));
      await local.remove(full(name));
    },
  };
}

/** The drafts of what is not shared yet, under the author's own key of the shared branch. */
export function openSharedDrafts({ userId, shared }: OpenKeys, device: DeviceDrafts): Drafts {
  const key = draftsKey(shared);
  const [local, { refused }] = [device.of(userId), device];
  return openDrafts({ userId, shelf: 'shared', key: () => key, local, refused });
}
