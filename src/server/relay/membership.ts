import { closeCode } from '../../lib/collab/protocol/frames.ts';
import type { Room as RoomId } from '../../lib/collab/protocol/rooms.ts';
import { ApiError, type Api } from './api.ts';
import { standingsOf } from './admission.ts';
import type { Person } from './person.ts';
import type { Seat } from './room.ts';

export interface Seated {
  readonly id: RoomId;
  readonly seat: Seat;
}

/** How many visits are asked for at once. */
const parallel = 16;

function byVisit(seated: Iterable<Seated>): Seated[][] {
  const groups = new Map<string, Seated[]>();
  for (const one of seated) {
    const group = groups.get(one.seat.person.visit) ?? [];
    group.push(one);
    groups.set(one.seat.person.visit, group);
  }
  return [...groups.values()];
}

/** The token that lasts longest. */
function newest(group: readonly Seated[]): Person | null {
  return group
    .map(({ seat }) => seat.person)
    .reduce<Person | null>((a, b) => (a !== null && a.expiresAt >= b.expiresAt ? a : b), null);
}

async function recheckVisit(api: Api, group: readonly Seated[]): Promise<void> {
  const person = newest(group);
  if (person === null) return;
  try {
    const documentIds = [...new Set(group.map(({ id }) => id.documentId))];
    const standing = await standingsOf(api, person, documentIds);
    for (const { id, seat } of group) {
      const code = standing(id);
      if (code !== 'admitted') seat.close(code);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // While the database does not answer, nobody can have left the space either.
    if (error.trouble === 'unreachable') return;
    for (const { seat } of group) seat.close(closeCode.ticketSpent);
  }
}

/**
 * Asks again, for everybody who is in a room, whether they still may be: one question for each visit, so that a device that was signed out
 * loses its sockets although its owner is here on another one.
 */
export async function recheckMembership(api: Api, seated: Iterable<Seated>): Promise<void> {
  const groups = byVisit(seated);
  const worker = async (): Promise<void> => {
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      await recheckVisit(api, group);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
