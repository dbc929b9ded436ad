import * as z from 'zod/mini';
import { closeCode } from '../../lib/collab/protocol/frames.ts';
import type { Room } from '../../lib/collab/protocol/rooms.ts';
import { ApiError, type Api } from './api.ts';
import type { Person } from './person.ts';

const documentsSchema = z.array(
  z.object({
    id: z.string(),
    generation: z.number(),
    epoch: z.number(),
    deleted_at: z.nullable(z.string()),
    spaces: z.object({
      epoch: z.number(),
      status: z.string(),
      paused_until: z.nullable(z.string()),
      members: z.array(
        z.object({ user_id: z.nullable(z.string()), left_at: z.nullable(z.string()) }),
      ),
    }),
  }),
);

type Document = z.infer<typeof documentsSchema>[number];

/** A room is the document's present generation, under the present epoch of the space key; any other is over, or was shown by another server. */
export type Standing =
  | 'admitted'
  | typeof closeCode.notYours
  | typeof closeCode.generationOver
  | typeof closeCode.deleted;

/** How a person stands towards a document's room. */
export type Standings = (room: Room) => Standing;

function mayWrite({ spaces }: Document, person: Person, now: number): boolean {
  const isMember = spaces.members.some((m) => m.user_id === person.id && m.left_at === null);
  const pauseIsOver = spaces.paused_until !== null && Date.parse(spaces.paused_until) <= now;
  return isMember && (spaces.status === 'open' || (spaces.status === 'paused' && pauseIsOver));
}

/**
 * Asks, as the person, for the rows of these documents: what row-level security hides, or what belongs to a space that they
 * left or that is paused or closed, is not theirs.
 * @throws ApiError
 */
export async function standingsOf(
  api: Api,
  person: Person,
  documentIds: readonly string[],
): Promise<Standings> {
  const select =
    'id,generation,epoch,deleted_at,spaces(epoch,status,paused_until,members(user_id,left_at))';
  const answer = await api(
    person,
    'GET',
    `documents?id=in.(${documentIds.join(',')})&select=${select}`,
  );
  const result = z.safeParse(documentsSchema, answer);
  if (!result.success) throw new ApiError('unreachable');
  const now = Date.now();
  const byId = new Map(result.data.map((document) => [document.id, document]));
  return ({ documentId, generation }) => {
    const document = byId.get(documentId);
    if (document === undefined || !mayWrite(document, person, now)) return closeCode.notYours;
    if (document.deleted_at !== null) return closeCode.deleted;
    const isPresent = generation === document.generation && document.epoch >= document.spaces.epoch;
    return isPresent ? 'admitted' : closeCode.generationOver;
  };
}
