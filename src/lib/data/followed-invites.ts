import * as z from 'zod/mini';
import { addPin, openPins, wrapSpaceKey, type Pins } from '../crypto/index.ts';
import {
  checkInviter,
  fourWords,
  inviteFragment,
  joinerMac,
  openInvite,
  parseInviteFragment,
  receiveSpaceKey,
  sealInvite,
  sealJoinerName,
  type FourWords,
  type Invite,
  type Inviter,
  type Joiner,
} from '../crypto/invites/index.ts';
import { Failure, failureCodes } from '../domain/failure/failure.ts';
import type { SeenInvite } from '../domain/space/invite.ts';
import { ask, tell, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import type { InvitesOptions } from './invites.ts';
import { createKeyrings } from './keyrings.ts';
import { sealed } from './sealed.ts';

const lookSchema = z.union([
  z.object({ obstacle: z.enum(failureCodes) }),
  z.object({
    obstacle: z.null(),
    state: z.enum(['offered', 'requested', 'admitted']),
    space_id: uuid,
    inviter_id: uuid,
    inviter_public_key: z.string(),
    inviter_mac: z.string(),
    expires_at: timestamp,
  }),
]);

/** The person's own request that still waits or has not been completed. */
export interface PendingJoin {
  /** As in the link, so that the same page can go on without it. */
  readonly fragment: string;
  readonly words: FourWords;
}

export type Received =
  { readonly state: 'waiting' } | { readonly state: 'arrived'; readonly pins: Pins };

/** The joiner's half of pairing. */
export function createFollowedInvites(client: Client, { me, shared, identity }: InvitesOptions) {
  const keyrings = createKeyrings(client);
  const joiner: Joiner = { userId: me, publicKey: identity.publicKey };

  async function seen(invite: Invite): Promise<{ invite: SeenInvite; inviter: Inviter }> {
    const found = await ask(client.rpc('look_at_invite', { invite_id: invite.id }), lookSchema);
    if (found.obstacle !== null) throw new Failure(found.obstacle);
    const inviter = await checkInviter(
      invite,
      {
        spaceId: found.space_id,
        userId: found.inviter_id,
        publicKey: found.inviter_public_key,
      },
      found.inviter_mac,
    );
    return { invite: { id: invite.id, state: found.state, expiresAt: found.expires_at }, inviter };
  }

  async function pin(partner: Inviter): Promise<Pins> {
    const keyring = await keyrings.load(me);
    if (keyring === null) throw new Failure('keyring_missing');
    const known = await openPins(shared, me, keyring.pins);
    const { pins, envelope } = await addPin(shared, me, known, partner);
    await keyrings.savePins(me, envelope);
    return pins;
  }

  return {
    /**
     * What a link leads to, after proof that its maker is who the server shows.
     * @throws Failure `invite_mangled`, `invite_expired`, `invite_revoked`, `invite_used`, `invite_own`, `invite_forged`,
     * `already_in_a_space`, `space_full`, `space_closed`
     */
    async look(fragment: string): Promise<SeenInvite> {
      return (await seen(await parseInviteFragment(fragment))).invite;
    },

    /** Asks to be let in; asking again changes the name only. @returns the four words to compare. @throws Failure as `look` */
    async request(fragment: string, name: string): Promise<{ readonly words: FourWords }> {
      const invite = await parseInviteFragment(fragment);
      const { inviter } = await seen(invite);
      const [mac, nameSealed, secret, words] = await Promise.all([
        joinerMac(invite, inviter, joiner),
        sealJoinerName(invite, me, name),
        sealInvite(shared, me, invite),
        fourWords(invite, inviter, joiner),
      ]);
      await tell(
        client.rpc('request_to_join', {
          invite_id: invite.id,
          joiner_public_key: identity.publicKey,
          joiner_mac: mac,
          joiner_name_sealed: nameSealed,
          joiner_secret_sealed: secret,
        }),
      );
      return { words };
    },

    /** The request that this person has made, on whichever device; null when none is open. @throws Failure as `look` */
    async pending(): Promise<PendingJoin | null> {
      const found = await ask(
        client.rpc('my_join_request'),
        z.nullable(z.object({ invite_id: uuid, joiner_secret_sealed: sealed })),
      );
      if (found === null) return null;
      const invite = await openInvite(shared, me, found.invite_id, found.joiner_secret_sealed);
      const { inviter } = await seen(invite);
      return {
        fragment: await inviteFragment(invite),
        words: await fourWords(invite, inviter, joiner),
      };
    },

    /**
     * Completes the pairing once the inviter has let this person in: pins the inviter's key, opens the delivered space key and puts it among
     * the person's own. May be repeated.
     * @throws Failure as `look`; `invite_forged` when the delivery does not come from this inviter; `partner_key_changed`
     */
    async receive(fragment: string): Promise<Received> {
      const invite = await parseInviteFragment(fragment);
      const { invite: shown, inviter } = await seen(invite);
      if (shown.state !== 'admitted') return { state: 'waiting' };
      const rows = await ask(
        client
          .from('space_keys')
          .select('epoch, delivered, wrapped')
          .eq('space_id', inviter.spaceId)
          .eq('user_id', me),
        z.array(
          z.object({ epoch: z.int(), delivered: z.nullable(sealed), wrapped: z.nullable(sealed) }),
        ),
      );
      const pins = await pin(inviter);
      for (const { epoch, delivered, wrapped } of rows) {
        if (wrapped !== null || delivered === null) continue;
        const key = await receiveSpaceKey(identity, invite, inviter, joiner, epoch, delivered);
        const own = await wrapSpaceKey(shared, { userId: me, spaceId: inviter.spaceId }, key);
        await ask(
          client
            .from('space_keys')
            .update({ wrapped: own })
            .eq('space_id', inviter.spaceId)
            .eq('user_id', me)
            .eq('epoch', epoch)
            .select('epoch')
            .single(),
          z.object({ epoch: z.int() }),
        );
      }
      return { state: 'arrived', pins };
    },
  };
}
