import * as z from 'zod/mini';
import {
  checkPin,
  createSpaceKey,
  newestSpaceKey,
  openText,
  sealText,
  unwrapSpaceKey,
  wrapSpaceKey,
  type ObjectKey,
  type Pins,
  type SharedBranch,
  type SpaceKey,
} from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { spaceStatuses, type OpenSpace, type SpaceMember } from '../domain/space/open-space.ts';
import type { KeylessSpace } from '../domain/space/readmission.ts';
import { ask, slot, tell, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';
import {
  memberNameBinding,
  spaceNameBinding,
  spaceRecordKey,
  type OpenedSpace,
} from './space-keys.ts';

export type Spaces = ReturnType<typeof createSpaces>;

export interface SpacesOptions {
  readonly userId: string;
  readonly shared: SharedBranch;
  /** The partner's confirmed public key, read anew each time since pairing adds to it. */
  readonly pins: () => Pins;
}

/** At most one of them is there. */
export interface FoundSpace {
  readonly opened: OpenedSpace | null;
  /** The person is in this space, and their key to it is lost. */
  readonly keyless: KeylessSpace | null;
}

export interface NewSpace {
  /** Chosen by the caller and kept over retries, so that sending twice makes one space. */
  readonly id: string;
  readonly name: string;
  readonly myName: string;
}

const memberSchema = z.object({
  user_id: z.nullable(uuid),
  slot,
  name_sealed: z.nullable(sealed),
  left_at: z.nullable(z.string()),
});
const spaceSchema = z.object({
  id: uuid,
  status: z.enum(spaceStatuses),
  paused_until: z.nullable(timestamp),
  paused_by: z.nullable(slot),
  ended_by: z.nullable(slot),
  epoch: z.int(),
  name_sealed: z.nullable(sealed),
  members: z.array(memberSchema),
  space_keys: z.array(
    z.object({
      epoch: z.int(),
      wrapped: z.nullable(sealed),
      readmission_id: z.nullable(uuid),
    }),
  ),
});
type Row = z.infer<typeof spaceSchema>;

/** The space of the person who is signed in. */
export function createSpaces(client: Client, { userId, shared, pins }: SpacesOptions) {
  async function rows(): Promise<readonly Row[]> {
    return ask(
      client
        .from('spaces')
        .select(
          'id, status, paused_until, paused_by, ended_by, epoch, name_sealed, members(user_id, slot, name_sealed, left_at), space_keys(epoch, wrapped, readmission_id)',
        ),
      z.array(spaceSchema),
    );
  }

  async function partnerKey(partner: SpaceMember | null): Promise<OpenedSpace['partnerKey']> {
    if (partner === null) return 'alone';
    const [shown] = await ask(
      client.from('profiles').select('public_key').eq('user_id', partner.id),
      z.array(z.object({ public_key: z.string() })),
    );
    try {
      checkPin(pins(), partner.id, shown?.public_key ?? '');
      return 'pinned';
    } catch (thrown) {
      if (toFailure(thrown).code !== 'partner_key_changed') throw thrown;
      return 'changed';
    }
  }

  /**
   * The key of the newest epoch, with those before it; null when it is not there or does not open.
   * @throws Failure `space_rolled_back` when the server shows an older epoch than the newest key
   */
  async function keyOf(row: Row): Promise<SpaceKey | null> {
    const opened = await Promise.all(
      row.space_keys.map(({ epoch, wrapped }) =>
        wrapped === null
          ? null
          : openOrNull(unwrapSpaceKey(shared, { userId, spaceId: row.id }, epoch, wrapped)),
      ),
    );
    const key = newestSpaceKey(opened.filter((one) => one !== null));
    if (key !== null && key.epoch > row.epoch) throw new Failure('space_rolled_back');
    return key?.epoch === row.epoch ? key : null;
  }

  /** Somebody who was let in with a link and has not taken the key in yet has lost none. */
  function isArriving(row: Row): boolean {
    const newest = row.space_keys.find(({ epoch }) => epoch === row.epoch);
    return newest?.wrapped === null && newest.readmission_id === null;
  }

  /** @param left whether members who have left are named, too */
  async function open(row: Row, { left = false } = {}): Promise<OpenedSpace | null> {
    const key = await keyOf(row);
    if (key === null) return null;
    const recordKey = await spaceRecordKey(key, row.id);
    const members = await Promise.all(
      row.members.map((member) => memberOf(recordKey, row.id, member, left)),
    );
    const me = members.find((member) => member?.id === userId);
    if (!me) return null;
    const partner = members.find((member) => member && member.slot !== me.slot) ?? null;
    const name =
      row.name_sealed === null
        ? ''
        : await openOrNull(openText(recordKey, spaceNameBinding(row.id), row.name_sealed));
    const space: OpenSpace = {
      id: row.id,
      name: name ?? '',
      status: row.status,
      pausedUntil: row.paused_until,
      pausedBy: row.paused_by,
      endedBy: row.ended_by,
      epoch: row.epoch,
      me,
      partner,
    };
    return { space, key, partnerKey: await partnerKey(left ? null : partner) };
  }

  function keylessOf(row: Row): KeylessSpace {
    const hasPartner = row.members.some(
      ({ user_id: id, left_at: left }) => id !== null && id !== userId && left === null,
    );
    return { id: row.id, status: row.status, pausedUntil: row.paused_until, hasPartner };
  }

  const spaces = {
    /**
     * The space that the person is in, opened, or else the closed one that they were in last; null when there is neither. A joiner who has been let in must first receive the
     * space key (`invites.receive`): until then this is null.
     * @throws Failure `space_rolled_back`
     */
    async current(): Promise<OpenedSpace | null> {
      return (await spaces.find()).opened;
    },

    /** As `current`; tells apart a space to which the person has no key any more. @throws Failure `space_rolled_back` */
    async find(): Promise<FoundSpace> {
      const all = await rows();
      const leftAt = ({ members }: Row) => members.find((m) => m.user_id === userId)?.left_at;
      const mine = all.find((row) => leftAt(row) === null);
      if (mine) {
        const opened = await open(mine);
        const keyless = opened === null && !isArriving(mine) ? keylessOf(mine) : null;
        return { opened, keyless };
      }
      const [last] = all
        .filter((row) => row.status === 'closed')
        .sort((a, b) => ((leftAt(a) ?? '') < (leftAt(b) ?? '') ? 1 : -1));
      return { opened: last ? await open(last, { left: true }) : null, keyless: null };
    },

    /**
     * Every space that the person may read: the one they are in, and closed ones that they were in. One that does not open is null. Nothing may be
     * sealed to a partner that is named here: they may have left.
     */
    async readable(): Promise<readonly (OpenedSpace | null)[]> {
      const opening = (await rows()).map((row) =>
        open(row, { left: true }).catch((thrown: unknown) => {
          if (toFailure(thrown).code.startsWith('envelope_')) return null;
          throw thrown;
        }),
      );
      return Promise.all(opening);
    },

    /** Whether the partner has lost their keys and asks to be let back in. */
    async partnerAsksBack(spaceId: string): Promise<boolean> {
      const waiting = await ask(
        client
          .from('readmissions')
          .select('id')
          .eq('space_id', spaceId)
          .eq('partner_id', userId)
          .in('state', ['asked', 'answered', 'opened'])
          .gt('expires_at', new Date().toISOString()),
        z.array(z.object({ id: uuid })),
      );
      return waiting.length > 0;
    },

    /** Makes a space with its key. Sent twice it is made once. @throws Failure `already_in_a_space` */
    async create({ id, name, myName }: NewSpace): Promise<OpenedSpace> {
      const key = await createSpaceKey(0);
      const recordKey = await spaceRecordKey(key, id);
      const [wrapped, nameSealed, memberName] = await Promise.all([
        wrapSpaceKey(shared, { userId, spaceId: id }, key),
        sealText(recordKey, spaceNameBinding(id), name),
        sealText(recordKey, memberNameBinding(id, 1), myName),
      ]);
      try {
        await tell(
          client.rpc('create_space', {
            space_id: id,
            document_id: crypto.randomUUID(),
            name_sealed: nameSealed,
            member_name_sealed: memberName,
            wrapped_key: wrapped,
          }),
        );
      } catch (thrown) {
        // Two tries at the very same moment meet in the database, and one of them is refused.
        if (toFailure(thrown).code !== 'changed_elsewhere') throw thrown;
      }
      // What is stored decides: an earlier try whose answer got lost may have made it with another key.
      const opened = await spaces.current();
      if (opened?.space.id !== id) throw new Failure('already_in_a_space');
      return opened;
    },

    /**
     * Pauses the space until a moment, or moves the end of one's own pause.
     * @throws Failure `date_invalid`, `pause_of_partner`, `space_closed`
     */
    async pause({ space }: OpenedSpace, until: Date): Promise<void> {
      await tell(client.rpc('pause_space', { space_id: space.id, until: until.toISOString() }));
    },

    /** Ends one's own pause before its time. @throws Failure `pause_of_partner`, `space_closed` */
    async resume({ space }: OpenedSpace): Promise<void> {
      await tell(client.rpc('resume_space', { space_id: space.id }));
    },

    /** Leaves the space for good; it is closed for both, who go on reading it. Sent twice it is left once. */
    async leave({ space }: { readonly space: { readonly id: string } }): Promise<void> {
      await tell(client.rpc('leave_space', { space_id: space.id }));
    },

    /** Gives the space another name. @throws Failure `space_closed` while it is paused or closed */
    async rename({ space, key }: OpenedSpace, name: string): Promise<void> {
      const recordKey = await spaceRecordKey(key, space.id);
      const nameSealed = await sealText(recordKey, spaceNameBinding(space.id), name);
      const written = await ask(
        client.from('spaces').update({ name_sealed: nameSealed }).eq('id', space.id).select('id'),
        z.array(z.object({ id: uuid })),
      );
      if (written.length === 0) throw new Failure('space_closed');
    },

    /** Changes the name that the partner sees. @throws Failure `space_closed` while the space is paused or closed */
    async renameMe({ space, key }: OpenedSpace, name: string): Promise<void> {
      const recordKey = await spaceRecordKey(key, space.id);
      const sealedName = await sealText(
        recordKey,
        memberNameBinding(space.id, space.me.slot),
        name,
      );
      const written = await ask(
        client
          .from('members')
          .update({ name_sealed: sealedName })
          .eq('space_id', space.id)
          .eq('user_id', userId)
          .select('slot'),
        z.array(z.object({ slot })),
      );
      if (written.length === 0) throw new Failure('space_closed');
    },
  };
  return spaces;
}

async function memberOf(
  key: ObjectKey,
  spaceId: string,
  row: z.infer<typeof memberSchema>,
  left: boolean,
): Promise<SpaceMember | null> {
  if (row.user_id === null || (row.left_at !== null && !left)) return null;
  const name =
    row.name_sealed === null
      ? ''
      : await openOrNull(openText(key, memberNameBinding(spaceId, row.slot), row.name_sealed));
  return { id: row.user_id, name: name ?? '', slot: row.slot };
}
