import * as z from 'zod/mini';
import { addPin, openPins, sealText, type Pins } from '../crypto/index.ts';
import {
  checkJoiner,
  createInvite,
  deliverSpaceKey,
  fourWords,
  inviteFragment,
  inviterMac,
  openInvite,
  openJoinerName,
  parseInviteFragment,
  sealInvite,
  type FourWords,
  type Invite,
  type Inviter,
} from '../crypto/invites/index.ts';
import { parsePublicKey } from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { OfferedInvite, WaitingJoiner } from '../domain/space/invite.ts';
import { ask, tell, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import type { InvitesOptions } from './invites.ts';
import { createKeyrings } from './keyrings.ts';
import { sealed } from './sealed.ts';
import { memberNameBinding, spaceRecordKey, type OpenedSpace } from './space-keys.ts';

const rowSchema = z.object({
  id: uuid,
  state: z.enum(['offered', 'requested']),
  expires_at: timestamp,
  secret_sealed: sealed,
  joiner_id: z.nullable(uuid),
  joiner_public_key: z.nullable(z.string()),
  joiner_mac: z.nullable(z.string()),
  joiner_name_sealed: z.nullable(sealed),
});
type Row = z.infer<typeof rowSchema>;

/** The inviter's half of pairing. */
export function createOfferedInvites(client: Client, { me, shared, identity }: InvitesOptions) {
  const keyrings = createKeyrings(client);
  /** The words cost some 50 ms, and a waiting page asks every few seconds. */
  const wordsOf = new Map<string, FourWords>();

  function inviterOf(spaceId: string): Inviter {
    return { spaceId, userId: me, publicKey: identity.publicKey };
  }

  async function waiting(invite: Invite, spaceId: string, row: Row): Promise<WaitingJoiner | null> {
    const { joiner_id: id, joiner_public_key: publicKey, joiner_mac: mac } = row;
    if (id === null || publicKey === null || mac === null || row.joiner_name_sealed === null) {
      return null;
    }
    const inviter = inviterOf(spaceId);
    const joiner = await checkJoiner(invite, inviter, { userId: id, publicKey }, mac);
    const name = await openJoinerName(invite, id, row.joiner_name_sealed);
    const known = `${invite.id} ${id} ${publicKey}`;
    const words = wordsOf.get(known) ?? (await fourWords(invite, inviter, joiner));
    wordsOf.set(known, words);
    return { id, name, words, publicKey };
  }

  async function opened(spaceId: string, row: Row): Promise<OfferedInvite> {
    const invite = await openInvite(shared, me, row.id, row.secret_sealed);
    const [fragment, joiner] = await Promise.all([
      inviteFragment(invite),
      waiting(invite, spaceId, row).catch((thrown: unknown) => {
        const failure = toFailure(thrown);
        if (failure.code !== 'invite_forged') throw failure;
        return 'forged' as const;
      }),
    ]);
    return { id: row.id, fragment, expiresAt: row.expires_at, joiner };
  }

  const invites = {
    /** The invitation that waits, the one that somebody has asked with first; null when there is none. */
    async mine(spaceId: string): Promise<OfferedInvite | null> {
      const rows = await ask(
        client
          .from('invites')
          .select(
            'id, state, expires_at, secret_sealed, joiner_id, joiner_public_key, joiner_mac, joiner_name_sealed',
          )
          .eq('space_id', spaceId)
          .eq('created_by', me)
          .in('state', ['offered', 'requested'])
          .gt('expires_at', new Date().toISOString())
          .order('created_at', { ascending: false }),
        z.array(rowSchema),
      );
      const row = rows.find(({ state }) => state === 'requested') ?? rows[0];
      return row ? opened(spaceId, row) : null;
    },

    /** Puts an invitation out, or returns the one that is out and that nobody has answered yet. @throws Failure `space_full`, `too_many_invites`, `space_closed` */
    async offer({ space }: OpenedSpace): Promise<OfferedInvite> {
      const pending = await invites.mine(space.id);
      if (pending?.joiner === null) return pending;
      const invite = createInvite();
      const [mac, secret, fragment] = await Promise.all([
        inviterMac(invite, inviterOf(space.id)),
        sealInvite(shared, me, invite),
        inviteFragment(invite),
      ]);
      const expiresAt = await ask(
        client.rpc('offer_invite', {
          space_id: space.id,
          invite_id: invite.id,
          inviter_public_key: identity.publicKey,
          inviter_mac: mac,
          secret_sealed: secret,
        }),
        timestamp,
      );
      return { id: invite.id, fragment, expiresAt, joiner: null };
    },

    /** Takes an invitation back, also from somebody who has asked. @throws Failure `invite_used` when it was used meanwhile */
    async revoke(inviteId: string): Promise<void> {
      await tell(client.rpc('revoke_invite', { invite_id: inviteId }));
    },

    /**
     * Lets in the joiner whose words were compared: pins their key, seals their name for the space and the space key for them. Sent twice
     * it happens once.
     * @returns the person's pins, with the partner's key
     * @throws Failure `changed_elsewhere` when somebody else waits by now, `partner_key_changed`, `invite_expired`, `invite_revoked`
     */
    async admit(offered: OfferedInvite, { space, key }: OpenedSpace): Promise<Pins> {
      const { joiner } = offered;
      if (joiner === null || joiner === 'forged') throw new Failure('invite_forged');
      const invite = await parseInviteFragment(offered.fragment);
      const partner = { userId: joiner.id, publicKey: parsePublicKey(joiner.publicKey) };
      const [delivered, nameSealed, keyring] = await Promise.all([
        deliverSpaceKey(identity, invite, inviterOf(space.id), partner, key),
        sealName(joiner.name),
        keyrings.load(me),
      ]);
      if (keyring === null) throw new Failure('keyring_missing');
      const { pins, envelope } = await addPin(
        shared,
        me,
        await openPins(shared, me, keyring.pins),
        partner,
      );
      await keyrings.savePins(me, envelope);
      await tell(
        client.rpc('admit_partner', {
          invite_id: offered.id,
          joiner_id: joiner.id,
          joiner_public_key: joiner.publicKey,
          name_sealed: nameSealed,
          delivered_key: delivered,
        }),
      );
      return pins;

      async function sealName(name: string) {
        return sealText(await spaceRecordKey(key, space.id), memberNameBinding(space.id, 2), name);
      }
    },
  };
  return invites;
}
