import type { PrivateLogKey } from '../crypto/keys/index.ts';
import type { Client } from '../data/client.ts';
import { createLocalDrafts } from '../data/local-drafts.ts';
import { createPrivateEntries } from '../data/private-entries.ts';
import { openDrafts } from './drafts.ts';
import type { OpenedLog } from './private-log.svelte.ts';

/** What the private log's key opens. */
export function openPrivateLog(
  client: Client,
  userId: string,
  key: PrivateLogKey,
  refused: Map<string, string>,
): OpenedLog {
  const local = createLocalDrafts(userId);
  return {
    earlierCount: key.earlier?.length ?? 0,
    entries: createPrivateEntries(client, { userId, privateLog: key }),
    drafts: openDrafts({ userId, shelf: 'private', key: () => key, local, refused }),
  };
}
