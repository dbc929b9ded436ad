import { pinOf } from '../crypto/keys/index.ts';
import { pairWords, prepareDelivery } from '../crypto/readmission/index.ts';
import { createAskedReadmissions } from '../data/asked-readmissions.ts';
import type { Client } from '../data/client.ts';
import type { ReadmissionMemory } from '../data/readmission-row.ts';
import { createWaitingReadmissions } from '../data/waiting-readmissions.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { Words } from '../domain/space/readmission.ts';
import { ComingBack, type ComingBackOptions } from './coming-back.ts';
import type { Drafts } from './drafts.ts';
import type { OpenKeys } from './keys.ts';

/**
 * The four words of a pair, from the two keys that are pinned; null while there is no partner.
 * @throws Failure `partner_key_changed` while the server shows another key of the partner
 */
export async function wordsOfPair(
  { space, key, partnerKey }: OpenedSpace,
  { identity, pins }: OpenKeys,
): Promise<Words | null> {
  if (space.partner === null) return null;
  const publicKey = pinOf(pins, space.partner.id);
  if (partnerKey !== 'pinned' || publicKey === undefined) throw new Failure('partner_key_changed');
  const me = { userId: space.me.id, publicKey: identity.publicKey };
  return pairWords(key, space.id, [me, { userId: space.partner.id, publicKey }]);
}

interface Doors extends Pick<ComingBackOptions, 'spaceId' | 'opened' | 'arrived'> {
  readonly client: Client;
  readonly keys: OpenKeys;
  /** @throws Failure `locked` */
  readonly drafts: () => Drafts;
}

/** Both sides of coming back. It brings HPKE and the words along, so load this file only where somebody compares them. */
export async function openComingBack({
  client,
  keys,
  drafts,
  ...doors
}: Doors): Promise<ComingBack> {
  // What letting in needs is there before somebody presses the button.
  await prepareDelivery();
  const { account, shared, identity } = keys;
  const options = { me: account.id, shared, identity };
  return new ComingBack({
    ...doors,
    asked: createAskedReadmissions(client, { ...options, memory: memoryIn(drafts, 'asked') }),
    waiting: createWaitingReadmissions(client, { ...options, memory: memoryIn(drafts, 'waiting') }),
  });
}

/** What a side must remember lies among the drafts of this device, sealed, where no server can turn it back. */
function memoryIn(drafts: () => Drafts, side: string): ReadmissionMemory {
  const key = `readmission/${side}`;
  return {
    load: async () =>
      drafts()
        .get(key)
        .catch(() => null),
    save: async (value) => {
      try {
        await drafts().put(key, value);
      } catch (thrown) {
        // A device that keeps nothing remembers as long as this page.
        if (toFailure(thrown).code !== 'storage_refused') throw thrown;
      }
    },
    forget: async () => {
      await drafts()
        .remove(key)
        .catch(() => undefined);
    },
  };
}
