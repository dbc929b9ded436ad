import * as z from 'zod/mini';
import {
  openPins,
  parsePublicKey,
  replacePin,
  wrapSpaceKey,
  type Pins,
  type PublicKey,
} from '../crypto/index.ts';
import {
  commitmentOf,
  newNonce,
  parseNonce,
  readmissionWords,
  receiveAgain,
  type Readmission,
  type Transcript,
} from '../crypto/readmission/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import { triesOverUntil, type AskedReadmission } from '../domain/space/readmission.ts';
import { ask, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { createKeyrings } from './keyrings.ts';
import {
  newestReadmission,
  recentTries,
  type ReadmissionRow,
  type ReadmissionsOptions,
} from './readmission-row.ts';
import { sealed } from './sealed.ts';

const memorySchema = z.object({
  id: uuid,
  spaceId: uuid,
  publicKey: z.string(),
  partner: z.object({ userId: uuid, publicKey: z.string() }),
  nonce: z.string(),
  /** The first one that was shown; there is no second one. */
  partnerNonce: z.nullable(z.string()),
});
type Memory = z.infer<typeof memorySchema>;

/** The half of the partner who has lost their keys. */
export function createAskedReadmissions(
  client: Client,
  { me, shared, identity, memory }: ReadmissionsOptions,
) {
  const keyrings = createKeyrings(client);

  function readmissionOf({ id, spaceId, partner }: Memory): Readmission {
    const theirs = { userId: partner.userId, publicKey: parsePublicKey(partner.publicKey) };
    const requester = { userId: me, publicKey: identity.publicKey };
    return { id, spaceId, requester, partner: theirs };
  }

  async function remembered(row: ReadmissionRow): Promise<Memory | null> {
    const parsed = memorySchema.safeParse(await memory.load());
    if (!parsed.success) return null;
    const { id, spaceId, publicKey } = parsed.data;
    const same = id === row.id && spaceId === row.space_id && publicKey === identity.publicKey;
    return same ? parsed.data : null;
  }

  /** With the partner's number, which is taken in once. @throws Failure `readmission_forged` when it is another one by now */
  async function transcriptOf(known: Memory, row: ReadmissionRow): Promise<Transcript> {
    const partnerNonce = parseNonce(row.partner_nonce);
    if (known.partnerNonce === null) await memory.save({ ...known, partnerNonce });
    else if (known.partnerNonce !== partnerNonce) throw new Failure('readmission_forged');
    return { ...readmissionOf(known), requesterNonce: known.nonce, partnerNonce };
  }

  async function partnerOf(spaceId: string): Promise<{ userId: string; publicKey: PublicKey }> {
    const members = await ask(
      client.from('members').select('user_id, left_at').eq('space_id', spaceId),
      z.array(z.object({ user_id: z.nullable(uuid), left_at: z.nullable(z.string()) })),
    );
    const partner = members.find(
      ({ user_id: id, left_at: left }) => id !== null && id !== me && left === null,
    );
    if (!partner?.user_id) throw new Failure('not_found');
    const [profile] = await ask(
      client.from('profiles').select('public_key').eq('user_id', partner.user_id),
      z.array(z.object({ public_key: z.string() })),
    );
    return { userId: partner.user_id, publicKey: parsePublicKey(profile?.public_key ?? '') };
  }

  async function pin(partner: Transcript['partner']): Promise<Pins> {
    const keyring = await keyrings.load(me);
    if (keyring === null) throw new Failure('keyring_missing');
    const known = await openPins(shared, me, keyring.pins);
    const { pins, envelope } = await replacePin(shared, me, known, partner);
    await keyrings.savePins(me, envelope);
    return pins;
  }

  return {
    /**
     * Asks the partner to let this person back in, in place of an earlier request.
     * @throws Failure `readmission_tries_over`, `readmission_both`, `space_closed`, `not_found` without a partner
     */
    async ask(spaceId: string): Promise<void> {
      const partner = await partnerOf(spaceId);
      const { publicKey } = identity;
      const known: Memory = {
        ...{ id: crypto.randomUUID(), spaceId, publicKey, partner },
        nonce: newNonce(),
        partnerNonce: null,
      };
      // Before it is asked: without its number a request leads nowhere.
      await memory.save(known);
      await tell(
        client.rpc('ask_readmission', {
          readmission_id: known.id,
          space_id: spaceId,
          public_key: publicKey,
          commitment: await commitmentOf(readmissionOf(known), known.nonce),
        }),
      );
    },

    /**
     * Where this person's request stands; goes on with it as far as it goes without them.
     * @throws Failure `readmission_forged` when the server shows another number than before
     */
    async look(spaceId: string, now = new Date()): Promise<AskedReadmission> {
      const [newest, tried] = await Promise.all([
        newestReadmission(client, spaceId, 'requester_id', me),
        recentTries(client, spaceId, now),
      ]);
      const row = newest?.requester_public_key === identity.publicKey ? newest : null;
      // Whatever became of the request: another one would wait in vain for words that nobody can type.
      const until = triesOverUntil(tried, now);
      if (until !== null && row?.state !== 'admitted') return { state: 'tries_over', until };
      if (row === null) return { state: 'none' };
      if (row.state === 'declined') return { state: 'declined' };
      if (row.state === 'cancelled') return { state: 'none' };
      if (row.state !== 'admitted' && row.expires_at <= now) return { state: 'none' };
      const known = await remembered(row);
      if (known === null) return { state: 'elsewhere' };
      if (row.state === 'asked') return { state: 'waiting' };
      const transcript = await transcriptOf(known, row);
      if (row.state === 'answered') {
        await tell(client.rpc('open_readmission', { readmission_id: row.id, nonce: known.nonce }));
      }
      const words = await readmissionWords(transcript);
      return { state: row.state === 'admitted' ? 'admitted' : 'words', words };
    },

    /** Takes the request back. */
    async cancel(spaceId: string): Promise<void> {
      const row = await newestReadmission(client, spaceId, 'requester_id', me);
      if (row !== null) await tell(client.rpc('end_readmission', { readmission_id: row.id }));
      await memory.forget();
    },

    /**
     * Takes the keys in, once the partner has told that their words were the same: pins the partner's key, and puts every key of the space
     * among the person's own, the newest one last. May be repeated.
     * @returns the person's pins, with the partner's key
     * @throws Failure `readmission_forged` when the keys do not come from this comparison, or not all of them; `readmission_elsewhere`
     */
    async receive(spaceId: string): Promise<Pins> {
      const row = await newestReadmission(client, spaceId, 'requester_id', me);
      if (row?.state !== 'admitted') throw new Failure('readmission_over');
      const known = await remembered(row);
      if (known === null) throw new Failure('readmission_elsewhere');
      const transcript = await transcriptOf(known, row);
      const rows = await ask(
        client
          .from('space_keys')
          .select('epoch, delivered')
          .eq('space_id', spaceId)
          .eq('user_id', me)
          .eq('readmission_id', row.id)
          .order('epoch'),
        z.array(z.object({ epoch: z.int(), delivered: sealed })),
      );
      if (rows.length < 2 || rows.some(({ epoch }, index) => epoch !== index)) {
        throw new Failure('readmission_forged');
      }
      const keys = await Promise.all(
        rows.map(({ epoch, delivered }) => receiveAgain(identity, transcript, epoch, delivered)),
      );
      const pins = await pin(transcript.partner);
      for (const key of keys) {
        await ask(
          client
            .from('space_keys')
            .update({ wrapped: await wrapSpaceKey(shared, { userId: me, spaceId }, key) })
            .eq('space_id', spaceId)
            .eq('user_id', me)
            .eq('epoch', key.epoch)
            .select('epoch')
            .single(),
          z.object({ epoch: z.int() }),
        );
      }
      await memory.forget();
      return pins;
    },
  };
}
