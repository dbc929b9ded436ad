import type { PrivateLogKey } from '../crypto/keys/index.ts';
import type { Client } from '../data/client.ts';
import { createPrivateEntries } from '../data/private-entries.ts';
import type { DeviceDrafts } from './device/device-drafts.ts';
import { openDrafts } from './drafts.ts';
import type { OpenedLog } from './private-log.svelte.ts';

/** What the private log's key opens. */
export function openPrivateLog(
  client: Client,
  userId: string,
  key: PrivateLogKey,
  device: DeviceDrafts,
): OpenedLog {
  const [local, { refused }] = [device.of(userId), device];
  return {
    earlierCount: key.earlier?.length ?? 0,
    entries: createPrivateEntries(client, { userId, privateLog: key }),
    drafts: openDrafts({ userId, shelf: 'private', key: () => key, local, refused }),
  };
}
