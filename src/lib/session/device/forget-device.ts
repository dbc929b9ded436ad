import { forgetLocalDocuments } from '../../collab/provider/forget-local-documents.ts';
import { createLocalDrafts } from '../../data/local-drafts.ts';
import { createLocalKeys } from '../../data/local-keys.ts';
import { DeviceId } from './device-id.ts';
import { forgetInstalledApp } from './installed-app.svelte.ts';
import { OnlyHere } from './only-here.ts';

/**
 * Takes everything of this person off this device: the kept key, unfinished drafts, kept rows, caches of documents, what the list of devices
 * knows it by, and the app itself, so that nothing opens here without a connection. Other people's words stay. Nothing that it needs is
 * fetched for it: signing out without a network leaves nothing behind either.
 */
export async function forgetDevice(accountId: string): Promise<void> {
  new DeviceId().forget(accountId);
  new OnlyHere().forget(accountId);
  await Promise.allSettled([
    createLocalKeys().forget(accountId),
    createLocalDrafts(accountId).clear(),
    forgetLocalDocuments(accountId),
    forgetInstalledApp(),
  ]);
}
