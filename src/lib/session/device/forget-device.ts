import { createLocalDrafts } from '../../data/local-drafts.ts';
import { createLocalKeys } from '../../data/local-keys.ts';

/** Takes everything of this person off this device: the kept key, unfinished drafts, caches of documents. Other people's stay. */
export async function forgetDevice(accountId: string): Promise<void> {
  const { forgetLocalDocuments } = await import('../../collab/provider/index.ts');
  await Promise.allSettled([
    createLocalKeys().forget(accountId),
    createLocalDrafts(accountId).clear(),
    forgetLocalDocuments(accountId),
  ]);
}
