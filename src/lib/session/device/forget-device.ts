import { forgetLocalDocuments } from '../../collab/provider/forget-local-documents.ts';
import { createLocalDrafts } from '../../data/local-drafts.ts';
import { createLocalKeys } from '../../data/local-keys.ts';
import { DeviceId } from './device-id.ts';

/**
 * Takes everything of this person off this device: the kept key, unfinished drafts, caches of documents, what the list of
 * devices knows it by. Other people's stay. Nothing that
 * it needs is fetched for it: signing out without a network leaves nothing behind either.
 */
export async function forgetDevice(accountId: string): Promise<void> {
  new DeviceId().forget(accountId);
  await Promise.allSettled([
    createLocalKeys().forget(accountId),
    createLocalDrafts(accountId).clear(),
    forgetLocalDocuments(accountId),
  ]);
}
