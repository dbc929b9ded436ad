import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Keyring, SharedBranch } from '../crypto/index.ts';
import { Failure } from '../domain/failure/failure.ts';

export interface StoredEnvelope {
  readonly key: string;
  readonly envelope: string;
  readonly at: Date;
}

export interface StoredKeys {
  readonly userId: string;
  readonly shared: SharedBranch;
  /** Missing where an earlier version of the app has stored it. */
  readonly half?: Pick<Keyring, 'privateKey' | 'pins' | 'publicKey'> | null;
}

interface DeviceSchema extends DBSchema {
  drafts: { key: string; value: StoredEnvelope };
  keys: { key: string; value: StoredKeys };
}

export type DeviceDatabase = IDBPDatabase<DeviceSchema>;

const name = 'holdfast.device';
let opening: Promise<DeviceDatabase> | null = null;

/**
 * This browser's own database: envelopes of unfinished writing, and keys that cannot be read out.
 * @throws Failure `storage_refused` where the browser keeps nothing (private windows, full disks, blocked storage)
 */
export async function onDevice<Result>(
  work: (database: DeviceDatabase) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(await database());
  } catch (cause) {
    throw new Failure('storage_refused', { cause });
  }
}

/** One connection per page; a lost one is opened anew. It holds nothing of anybody, so it may outlive a visit. */
function database(): Promise<DeviceDatabase> {
  opening ??= openDB<DeviceSchema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('drafts', { keyPath: 'key' });
      fresh.createObjectStore('keys', { keyPath: 'userId' });
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  }).catch((thrown: unknown) => {
    opening = null;
    throw thrown;
  });
  return opening;
}

/** Deletes everything that this device keeps. @throws Failure `storage_refused` */
export async function forgetDevice(): Promise<void> {
  await onDevice(async (open) => {
    open.close();
    opening = null;
    await deleteDB(name);
  });
}
