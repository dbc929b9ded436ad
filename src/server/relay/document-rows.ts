import * as z from 'zod/mini';
import type { Room } from '../../lib/collab/protocol/rooms.ts';
import { ApiError, type Api } from './api.ts';
import type { Person } from './person.ts';

/** Rows of this size at most pass the table's check: 4,200,000 characters of base64url. */
export const maxRowBytes = 3 * 1024 * 1024;

const pageRows = 100;
const listRows = 1000;

export interface StoredUpdate {
  readonly seq: number;
  readonly update: Uint8Array;
}

const base64url = z.string().check(z.regex(/^[\w-]*$/));
const updatesSchema = z.array(z.object({ seq: z.number(), body: base64url }));
const seqsSchema = z.array(z.object({ seq: z.number() }));
const compactedSchema = z.nullable(z.number());

/** The rows of `document_updates`, read and written as the person who asks. */
export interface DocumentRows {
  /** All updates of a room, in the order of the store. */
  load(person: Person, room: Room): AsyncIterable<readonly StoredUpdate[]>;
  /** Appends updates of this person; resolves with their places once they are in the database. */
  append(person: Person, room: Room, updates: readonly Uint8Array[]): Promise<readonly number[]>;
  /** The places of the newest updates, whoever appended them. */
  listNewest(person: Person, room: Room): Promise<readonly number[]>;
  pick(person: Person, room: Room, seqs: readonly number[]): Promise<readonly StoredUpdate[]>;
  /** Puts `merged` in the place of exactly the rows `seqs`; resolves with its place, null when none was left. */
  compact(
    person: Person,
    room: Room,
    seqs: readonly number[],
    merged: Uint8Array,
  ): Promise<number | null>;
}

const encode = (update: Uint8Array) => Buffer.from(update).toString('base64url');

/** @throws ApiError when the answer is not what the schema promises */
function parsed<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = z.safeParse(schema, value);
  if (!result.success) throw new ApiError('unreachable');
  return result.data;
}

function updatesOf(value: unknown): StoredUpdate[] {
  return parsed(updatesSchema, value).map(({ seq, body }) => ({
    seq,
    update: new Uint8Array(Buffer.from(body, 'base64url')),
  }));
}

export function documentRows(api: Api): DocumentRows {
  const of = ({ documentId, generation }: Room) =>
    `document_updates?document_id=eq.${documentId}&generation=eq.${generation}`;
  return {
    async *load(person, room) {
      for (let after = 0; ;) {
        const page = updatesOf(
          await api(
            person,
            'GET',
            `${of(room)}&select=seq,body&seq=gt.${after}&order=seq.asc&limit=${pageRows}`,
          ),
        );
        yield page;
        const last = page.at(-1);
        if (last === undefined || page.length < pageRows) return;
        after = last.seq;
      }
    },
    async append(person, room, updates) {
      const rows = updates.map((update) => ({
        document_id: room.documentId,
        generation: room.generation,
        author_id: person.id,
        body: encode(update),
      }));
      const stored = await api(person, 'POST', 'document_updates?select=seq', rows);
      return parsed(seqsSchema, stored).map(({ seq }) => seq);
    },
    async listNewest(person, room) {
      const path = `${of(room)}&select=seq&order=seq.desc&limit=${listRows}`;
      return parsed(seqsSchema, await api(person, 'GET', path)).map(({ seq }) => seq);
    },
    async pick(person, room, seqs) {
      const path = `${of(room)}&select=seq,body&seq=in.(${seqs.join(',')})&order=seq.asc`;
      return updatesOf(await api(person, 'GET', path));
    },
    async compact(person, room, seqs, merged) {
      const answer = await api(person, 'POST', 'rpc/compact_updates', {
        document_id: room.documentId,
        generation: room.generation,
        seqs,
        body: encode(merged),
      });
      return parsed(compactedSchema, answer);
    },
  };
}
