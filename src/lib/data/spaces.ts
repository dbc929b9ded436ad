import * as z from 'zod/mini';
import { createSpaceKey, sealText, wrapSpaceKey } from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { ask, slot, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import {
  memberNameBinding,
  spaceNameBinding,
  spaceRecordKey,
  type OpenedSpace,
} from './space-keys.ts';
import { createSpaceReader, type SpacesOptions } from './space-reader.ts';

export type Spaces = ReturnType<typeof createSpaces>;

export interface NewSpace {
  /** Chosen by the caller and kept over retries, so that sending twice makes one space. */
  readonly id: string;
  readonly name: string;
  readonly myName: string;
}

/** The space of the person who is signed in. */
export function createSpaces(client: Client, options: SpacesOptions) {
  const { userId, shared } = options;
  const reader = createSpaceReader(client, options);

  const spaces = {
    ...reader,

    /** The space of `find` alone. @throws Failure `space_rolled_back` */
    async current(): Promise<OpenedSpace | null> {
      return (await reader.find()).opened;
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
