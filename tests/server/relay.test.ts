import { readFileSync } from 'node:fs';
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { closeCode } from '../../src/lib/collab/protocol/frames.ts';
import { openDatabase } from './support/open-server.ts';
import {
  call,
  newCouple,
  newPerson,
  rpc,
  type TestCouple,
  type TestPerson,
} from './support/people.ts';
import {
  bareSocket,
  closeCodeOf,
  covers,
  RelayClient,
  ticketFor,
  wsUrl,
} from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

const database = openDatabase();
let server: TestServer;
let couple: TestCouple;
let room: string;
beforeAll(async () => {
  server = await testServer({}, { open: database.open });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  couple = await newCouple(server.url);
  room = `${couple.documentId}.0`;
});

/** The document as the rows of the database make it, read past the relay. */
async function storedDocument(): Promise<Y.Doc> {
  const rows = await database.sql(
    `select body from document_updates where document_id = '${couple.documentId}' order by seq`,
  );
  const doc = new Y.Doc();
  for (const { body } of rows) Y.applyUpdate(doc, Buffer.from(String(body), 'base64url'));
  return doc;
}

const join_ = (person: TestPerson): Promise<RelayClient> =>
  RelayClient.join(server.url, person, room);

/** Resolves when the client is closed with a 44xx or other code of the relay. */
async function lastCode(client: RelayClient): Promise<number | undefined> {
  await client.until(() => client.closed.length > 0);
  return client.closed.at(-1);
}

describe('two clients', () => {
  test('converge, and see what was written before they came', async () => {
    using one = await join_(couple.first);
    one.items.push(['first']);
    using two = await join_(couple.second);
    await two.until(() => two.items.length === 1);
    one.items.push(['from one']);
    two.items.push(['from two']);
    await one.until(() => one.items.length === 3);
    await two.until(() => two.items.length === 3);
    expect(one.items.toArray()).toEqual(two.items.toArray());
    await one.until(() => one.allStored);
    await two.until(() => two.allStored);
  });

  test('see each other, until one leaves', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    two.provider.awareness.setLocalState({ c: 'somewhere' });
    const seen = (): unknown => one.provider.awareness.getStates().get(two.doc.clientID);
    await one.until(() => seen() !== undefined);
    expect(seen()).toEqual({ c: 'somewhere' });
    using three = await join_(couple.first);
    await three.until(() => three.provider.awareness.getStates().has(two.doc.clientID));
    // Gone without a word, like a phone that lost its network.
    (two.provider.ws as unknown as WebSocket).terminate();
    await one.until(() => seen() === undefined);
  });

  test('hear "stored" only when the rows are in the database', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    for (let round = 0; round < 5; round += 1) {
      one.items.push([`one ${round}`]);
      two.items.push([`two ${round}`]);
      await one.until(() => one.items.length === 2 * (round + 1) && one.allStored);
      expect(covers(Y.encodeStateVector(await storedDocument()), one.stored)).toBe(true);
    }
  });

  test('hear no "stored" while the database is away, and lose nothing', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    one.items.push(['before']);
    await one.until(() => one.allStored);
    database.setReachable(false);
    try {
      const retried = server.logged('store_retry', 3);
      one.items.push(['while it is away']);
      await two.until(() => two.items.length === 2);
      await retried;
      expect(one.allStored).toBe(false);
    } finally {
      database.setReachable(true);
    }
    await one.until(() => one.allStored);
    expect((await storedDocument()).getArray('u').length).toBe(one.items.length);
    expect(one.closed).toEqual([]);
  });

  test('each store what they wrote under their own name', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    one.items.push(['mine']);
    await one.until(() => one.allStored);
    two.items.push(['yours']);
    await two.until(() => two.allStored);
    const authors = await database.sql(
      `select author_id from document_updates where document_id = '${couple.documentId}' order by seq`,
    );
    expect(authors.map(({ author_id }) => author_id)).toEqual([couple.first.id, couple.second.id]);
  });

  test('find everything again after the room has ended, in one row', async () => {
    const compacted = server.logged('compacted', 1);
    {
      using one = await join_(couple.first);
      for (let n = 0; n < 25; n += 1) {
        one.items.push([`item ${n}`]);
        await one.until(() => one.allStored);
      }
    }
    await compacted;
    const rows = await database.sql(
      `select count(*)::int as n from document_updates where document_id = '${couple.documentId}'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    using two = await join_(couple.second);
    await two.until(() => two.items.length === 25);
    expect(two.items.get(24)).toBe('item 24');
  });
});

describe('who is let in', () => {
  test('a stranger gets no ticket', async () => {
    const stranger = await newPerson(server.url);
    const response = await call(server.url, '/collab/tickets', stranger.token, { room });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'not_allowed' });
  });

  test('without a token there is no ticket', async () => {
    const response = await call(server.url, '/collab/tickets', null, { room });
    expect(response.status).toBe(401);
  });

  test.each(['', 'nonsense', '../documents', `${'0'.repeat(40)}.0`])(
    'no ticket for the room "%s"',
    async (name) => {
      const response = await call(server.url, '/collab/tickets', couple.first.token, {
        room: name,
      });
      expect(response.status).toBe(400);
    },
  );

  test('a made-up ticket closes with 4401', async () => {
    expect(
      await closeCodeOf(bareSocket(server.url, room, randomBytes(24).toString('base64url'))),
    ).toBe(closeCode.ticketSpent);
  });

  test('a ticket works once', async () => {
    const ticket = await ticketFor(server.url, couple.first, room);
    const first = bareSocket(server.url, room, ticket);
    await new Promise((resolve) => first.once('message', resolve));
    expect(await closeCodeOf(bareSocket(server.url, room, ticket))).toBe(closeCode.ticketSpent);
    first.terminate();
  });

  test('a ticket is for one room', async () => {
    const other = await newCouple(server.url);
    const ticket = await ticketFor(server.url, couple.first, room);
    expect(await closeCodeOf(bareSocket(server.url, `${other.documentId}.0`, ticket))).toBe(
      closeCode.ticketSpent,
    );
  });

  test('a ticket of a person who has been shut out meanwhile closes with 4403', async () => {
    const ticket = await ticketFor(server.url, couple.second, room);
    await database.sql(`update members set left_at = now() where user_id = '${couple.second.id}'`);
    expect(await closeCodeOf(bareSocket(server.url, room, ticket))).toBe(closeCode.notYours);
  });

  test('a document that was deleted closes with 4410 for everybody, takes nothing, and lets in again when it is back', async () => {
    const patch = (deletedAt: string | null) =>
      call(
        server.url,
        `/rest/v1/documents?id=eq.${couple.documentId}`,
        couple.second.token,
        { deleted_at: deletedAt },
        'PATCH',
      );
    using one = await join_(couple.first);
    one.items.push(['before']);
    await one.until(() => one.allStored);
    expect((await patch(new Date().toISOString())).status).toBe(204);
    expect(await lastCode(one)).toBe(closeCode.deleted);
    const ticket = await ticketFor(server.url, couple.second, room);
    expect(await closeCodeOf(bareSocket(server.url, room, ticket))).toBe(closeCode.deleted);
    one.items.push(['while it was deleted']);
    expect((await storedDocument()).getArray('u').length).toBe(1);
    expect((await patch(null)).status).toBe(204);
    await one.rejoin(server.url, couple.first);
    await one.until(() => one.allStored);
    expect((await storedDocument()).getArray('u').length).toBe(2);
  });

  test('a room of another generation than the present one closes with 4409', async () => {
    await database.sql(`update documents set generation = 3 where id = '${couple.documentId}'`);
    for (const generation of [0, 4]) {
      const other = `${couple.documentId}.${String(generation)}`;
      const ticket = await ticketFor(server.url, couple.first, other);
      expect(await closeCodeOf(bareSocket(server.url, other, ticket))).toBe(
        closeCode.generationOver,
      );
    }
  });

  test('a document that is behind the space key closes with 4409, until it has moved on', async () => {
    using client = await RelayClient.join(server.url, couple.first, room);
    await database.sql(`update spaces set epoch = 1 where id = '${couple.spaceId}'`);
    await client.until(() => client.closed.includes(closeCode.generationOver));
    await rpc(server.url, couple.first, 'next_generation', {
      document_id: couple.documentId,
      after: 0,
    });
    const next = `${couple.documentId}.1`;
    using again = await RelayClient.join(server.url, couple.first, next);
    expect(again.closed).toEqual([]);
  });

  test('a connection that speaks another protocol is refused', async () => {
    const socket = new WebSocket(`${wsUrl(server.url)}/${room}`, ['something.else']);
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toContain('400');
  });
});

describe('who is sent away', () => {
  test('an ex-partner is cut off within two seconds, and reads nothing more', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    await database.sql(`update members set left_at = now() where user_id = '${couple.second.id}'`);
    const since = performance.now();
    expect(await lastCode(two)).toBe(closeCode.notYours);
    expect(performance.now() - since).toBeLessThan(2_000);
    one.items.push(['after']);
    await one.until(() => one.allStored);
    expect(two.items.length).toBe(0);
    expect(one.closed).toEqual([]);
    await expect(ticketFor(server.url, couple.second, room)).rejects.toThrow('403');
  });

  test('a pause closes the room for both', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    await database.sql(
      `update spaces set status = 'paused', paused_until = now() + interval '1 day' where id = '${couple.spaceId}'`,
    );
    expect(await lastCode(one)).toBe(closeCode.notYours);
    expect(await lastCode(two)).toBe(closeCode.notYours);
  });

  test('what an ex-partner wrote at the last moment is not stored, and the other goes on', async () => {
    using one = await join_(couple.first);
    using two = await join_(couple.second);
    await database.sql(`update members set left_at = now() where user_id = '${couple.second.id}'`);
    two.items.push(['too late']);
    await one.until(() => one.closed.length > 0);
    // The room starts again from what is stored: nothing so far.
    expect(one.closed.at(-1)).toBe(closeCode.restarting);
    expect((await storedDocument()).getArray('u').length).toBe(0);
    await one.rejoin(server.url, couple.first);
    one.items.push(['still here']);
    await one.until(() => one.allStored);
  });

  test('a socket ends before its token does, with 4401', async () => {
    const { jwtSecret } = JSON.parse(
      readFileSync(join(server.dataDir, 'secrets.json'), 'utf8'),
    ) as {
      jwtSecret: string;
    };
    const [header, payload] = couple.first.token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as {
      exp: number;
    };
    claims.exp = Math.ceil(Date.now() / 1000) + 11;
    const content = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const signature = createHmac('sha256', jwtSecret).update(content).digest('base64url');
    using one = await join_({ ...couple.first, token: `${content}.${signature}` });
    one.items.push(['in time']);
    expect(await lastCode(one)).toBe(closeCode.ticketSpent);
    expect(Date.now()).toBeLessThan(claims.exp * 1000);
    await one.rejoin(server.url, couple.first);
    await one.until(() => one.allStored);
  });
});
