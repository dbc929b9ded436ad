import * as z from 'zod/mini';
import {
  createSpaceKey,
  openPins,
  parsePublicKey,
  replacePin,
  wrapSpaceKey,
  type Pins,
} from '../crypto/index.ts';
import {
  checkCommitment,
  deliverAgain,
  newNonce,
  parseNonce,
  readmissionWords,
  type FourWords,
  type Transcript,
} from '../crypto/readmission/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import { choosePlaces, isSameWord, type WaitingReadmission } from '../domain/space/readmission.ts';
import { ask, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { createKeyrings } from './keyrings.ts';
import {
  newestReadmission,
  type ReadmissionRow,
  type ReadmissionsOptions,
} from './readmission-row.ts';
import type { OpenedSpace } from './space-keys.ts';

const memorySchema = z.object({
  id: uuid,
  spaceId: uuid,
  publicKey: z.string(),
  requester: z.object({ userId: uuid, publicKey: z.string() }),
  commitment: z.string(),
  nonce: z.string(),
  places: z.tuple([z.int(), z.int()]),
});
type Memory = z.infer<typeof memorySchema>;

export type Readmitted =
  | { readonly admitted: true; readonly pins: Pins }
  /** The words differ. */
  | { readonly admitted: false; readonly triesLeft: number };

/** The half of the partner who has kept their keys, and lets the other back in. */
export function createWaitingReadmissions(
  client: Client,
  { me, shared, identity, memory }: ReadmissionsOptions,
) {
  const keyrings = createKeyrings(client);

  async function running(spaceId: string, now: Date): Promise<ReadmissionRow | null> {
    const row = await newestReadmission(client, spaceId, 'partner_id', me);
    if (row === null || row.expires_at <= now) return null;
    return ['asked', 'answered', 'opened'].includes(row.state) ? row : null;
  }

  /** What was begun here with exactly this request. */
  async function remembered(row: ReadmissionRow): Promise<Memory | null> {
    const parsed = memorySchema.safeParse(await memory.load());
    if (!parsed.success) return null;
    const known = parsed.data;
    const same =
      known.id === row.id &&
      known.spaceId === row.space_id &&
      known.publicKey === identity.publicKey &&
      known.requester.userId === row.requester_id &&
      known.requester.publicKey === row.requester_public_key &&
      known.commitment === row.commitment;
    return same ? known : null;
  }

  /** @throws Failure `readmission_forged` when what is shown was not committed to */
  async function wordsOf(
    known: Memory,
    row: ReadmissionRow,
  ): Promise<{ transcript: Transcript; words: FourWords }> {
    const { userId, publicKey } = known.requester;
    const transcript = {
      id: known.id,
      spaceId: known.spaceId,
      requester: { userId, publicKey: parsePublicKey(publicKey) },
      partner: { userId: me, publicKey: identity.publicKey },
      requesterNonce: parseNonce(row.requester_nonce),
      partnerNonce: known.nonce,
    };
    await checkCommitment(transcript, known.commitment);
    return { transcript, words: await readmissionWords(transcript) };
  }

  async function pin(partner: Transcript['requester']): Promise<Pins> {
    const keyring = await keyrings.load(me);
    if (keyring === null) throw new Failure('keyring_missing');
    const known = await openPins(shared, me, keyring.pins);
    const { pins, envelope } = await replacePin(shared, me, known, partner);
    await keyrings.savePins(me, envelope);
    return pins;
  }

  return {
    /**
     * The request of the partner that waits; null when there is none.
     * @throws Failure `readmission_forged` when what the server shows does not fit together
     */
    async waiting(spaceId: string, now = new Date()): Promise<WaitingReadmission | null> {
      const row = await running(spaceId, now);
      if (row === null) return null;
      const waiting = { id: row.id, at: row.created_at };
      if (row.state === 'asked') return { ...waiting, state: 'asked' };
      const known = await remembered(row);
      if (known === null) return { ...waiting, state: 'elsewhere' };
      if (row.state === 'answered') return { ...waiting, state: 'begun' };
      const { words } = await wordsOf(known, row);
      return {
        ...waiting,
        state: 'words',
        words: words.map((word, place) => (known.places.includes(place) ? null : word)),
      };
    },

    /** Begins to compare: answers with a number of one's own. @throws Failure `readmission_over`, `changed_elsewhere` */
    async begin({ id }: WaitingReadmission, spaceId: string, now = new Date()): Promise<void> {
      const row = await running(spaceId, now);
      if (row?.id !== id) throw new Failure('readmission_over');
      const known: Memory = {
        id,
        spaceId,
        publicKey: identity.publicKey,
        requester: { userId: row.requester_id, publicKey: row.requester_public_key },
        commitment: row.commitment,
        nonce: newNonce(),
        places: [...choosePlaces(fromCrypto)],
      };
      await memory.save(known);
      await tell(client.rpc('answer_readmission', { readmission_id: id, nonce: known.nonce }));
    },

    /** Declines the request. */
    async decline({ id }: WaitingReadmission): Promise<void> {
      await tell(client.rpc('end_readmission', { readmission_id: id }));
      await memory.forget();
    },

    /**
     * Lets the partner back in whose two words are right: pins their new key, begins a new epoch, and seals every key of the space for
     * them. Sent twice it happens once. A try counts before it is looked at.
     * @param typed the words of the partner's screen that are not shown here, in order
     * @throws Failure `readmission_tries_over`, `readmission_over`, `readmission_forged`, `changed_elsewhere`, `space_closed`
     */
    async admit(
      { id }: WaitingReadmission,
      typed: readonly [string, string],
      { space, key }: OpenedSpace,
      now = new Date(),
    ): Promise<Readmitted> {
      const row = await running(space.id, now);
      if (row?.id !== id) throw new Failure('readmission_over');
      const known = await remembered(row);
      if (known === null) throw new Failure('readmission_elsewhere');
      const { transcript, words } = await wordsOf(known, row);
      const triesLeft = await ask(client.rpc('try_readmission', { readmission_id: id }), z.int());
      const right = known.places.every((place, index) =>
        isSameWord(typed[index] ?? '', words[place] ?? ''),
      );
      if (!right) return { admitted: false, triesLeft };

      const next = await createSpaceKey(key.epoch + 1);
      const [own, delivered] = await Promise.all([
        wrapSpaceKey(shared, { userId: me, spaceId: space.id }, next),
        Promise.all(
          [...(key.earlier ?? []), key, next].map(async (one) => ({
            epoch: one.epoch,
            delivered: await deliverAgain(identity, transcript, one),
          })),
        ),
      ]);
      const pins = await pin(transcript.requester);
      await tell(
        client.rpc('readmit_partner', {
          readmission_id: id,
          requester_public_key: transcript.requester.publicKey,
          new_epoch: next.epoch,
          delivered_keys: delivered,
          wrapped_key: own,
        }),
      );
      await memory.forget();
      return { admitted: true, pins };
    },
  };
}

function fromCrypto(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
