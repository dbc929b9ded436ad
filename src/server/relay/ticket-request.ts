import * as z from 'zod/mini';
import { closeCode, limits } from '../../lib/collab/protocol/frames.ts';
import { parseRoomName } from '../../lib/collab/protocol/rooms.ts';
import { readBody } from '../gateway/read-body.ts';
import { refusal, tooManyAttempts } from '../gateway/refusals.ts';
import { standingsOf } from './admission.ts';
import { ApiError, type Api } from './api.ts';
import { personOf } from './person.ts';
import { tokenMarginMs } from './socket-seat.ts';
import type { TicketOffice } from './tickets.ts';

const bodySchema = z.object({ room: z.string().check(z.maxLength(64)) });
const maxBodyBytes = 1024;

/** The room that a request's body names, or null. */
async function namedRoom(request: Request): Promise<string | null> {
  const body = await readBody(request, maxBodyBytes);
  if (body === null || body === 'too_large') return null;
  try {
    const parsed = z.safeParse(bodySchema, JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data.room : null;
  } catch {
    return null;
  }
}

/**
 * Answers `POST /collab/tickets {room}` with `{ticket, expires_in}`. A room of an older generation gets its ticket too: the
 * socket then says with its own code that the document has moved on.
 */
export async function answerTicketRequest(
  request: Request,
  api: Api,
  tickets: TicketOffice,
): Promise<Response> {
  if (request.method !== 'POST') return refusal(405, 'not_allowed', {}, { allow: 'POST' });
  const person = personOf(request.headers.get('authorization'));
  if (person === null || person.expiresAt - tokenMarginMs <= Date.now()) {
    return refusal(401, 'signed_out');
  }
  const name = await namedRoom(request);
  const id = name === null ? null : parseRoomName(name);
  if (name === null || id === null) return refusal(400, 'not_found');
  try {
    const standing = (await standingsOf(api, person, [id.documentId]))(id);
    if (standing === closeCode.notYours) return refusal(403, 'not_allowed');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.trouble === 'unreachable') return refusal(503, 'server_unreachable');
    return refusal(401, 'signed_out');
  }
  const ticket = tickets.issue(person, name);
  if (ticket === null) return tooManyAttempts(limits.ticketSeconds);
  return Response.json(
    { ticket, expires_in: limits.ticketSeconds },
    { headers: { 'cache-control': 'no-store' } },
  );
}
