import * as z from 'zod/mini';
import {
  checkPin,
  newestSpaceKey,
  openText,
  unwrapSpaceKey,
  type ObjectKey,
  type Pins,
  type SharedBranch,
  type SpaceKey,
} from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { spaceStatuses, type OpenSpace, type SpaceMember } from '../domain/space/open-space.ts';
import type { KeylessSpace } from '../domain/space/readmission.ts';
import { ask, slot, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';
import {
  memberNameBinding,
  spaceNameBinding,
  spaceRecordKey,
  type OpenedSpace,
} from './space-keys.ts';

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

/** Reads the spaces of the person who is signed in, and opens them. */
export function createSpaceReader(client: Client, { userId, shared, pins }: SpacesOptions) {
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

  return {
    /**
     * The space that the person is in, opened, or else the closed one that they were in last; neither of the two when there is none. A joiner
     * who has been let in must first receive the space key (`invites.receive`): until then there is none either.
     * @throws Failure `space_rolled_back`
     */
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
  };
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
