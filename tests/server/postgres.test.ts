import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openPostgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHoldfast, type RunningHoldfast } from '../../src/server/start-holdfast.ts';
import { call, envelope, newCouple, newPerson, rpc, type TestCouple } from './support/people.ts';
import {
  installedPostgres,
  realPostgres,
  socketPostgres,
  type TestPostgres,
} from './support/postgres.ts';
import { RelayClient } from './support/relay-client.ts';
import { testServer } from './support/test-server.ts';

const bin = installedPostgres();
interface Kind {
  readonly name: string;
  readonly start: () => Promise<TestPostgres>;
  /** Whether it does several things at the same moment. */
  readonly atOnce: boolean;
}
const servers: readonly Kind[] = [
  { name: 'a server that speaks the protocol of Postgres', start: socketPostgres, atOnce: false },
  ...(bin === null
    ? []
    : [{ name: `Postgres in ${bin}`, start: () => realPostgres(bin), atOnce: true }]),
];

/** Statements that have come to wait for another one's lock. */
const waiting = `select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'`;

describe.each(servers)('with DATABASE_URL of $name', ({ start, atOnce }) => {
  let postgres: TestPostgres;
  let dir: string;
  let house: RunningHoldfast;
  let couple: TestCouple;
  const open = (dataDir: string): Promise<RunningHoldfast> =>
    startHoldfast(
      { DATABASE_URL: postgres.url, DATA_DIR: dataDir, PORT: '0', ATTEMPTS_PER_ADDRESS: '1000' },
      { pages: false },
    );

  beforeAll(async () => {
    postgres = await start();
    dir = mkdtempSync(join(tmpdir(), 'holdfast-on-postgres-'));
    house = await open(join(dir, 'one'));
    couple = await newCouple(house.url);
  }, 180_000);
  afterAll(async () => {
    await house.close();
    await postgres[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true });
  });

  test('two people write together, and it is stored', async () => {
    const room = `${couple.documentId}.0`;
    using one = await RelayClient.join(house.url, couple.first, room);
    using two = await RelayClient.join(house.url, couple.second, room);
    one.items.push(['from one']);
    two.items.push(['from two']);
    await one.until(() => one.items.length === 2 && one.allStored);
    await two.until(() => two.items.length === 2 && two.allStored);
  });

  test('what a browser asks before it signs in comes back whole', async () => {
    const { email } = couple.first;
    const answer = await call(house.url, '/rest/v1/rpc/prelogin', null, { email });
    expect(await answer.json()).toMatchObject({ algorithm: 'argon2id', memoryKiB: 65536 });
  });

  test('a stranger sees no row, even when many ask at once', async () => {
    const stranger = await newPerson(house.url);
    const people = [couple.first, couple.second, stranger];
    const asked = Array.from({ length: 60 }, (_, n) => people[n % 3] ?? stranger);
    const answers = await Promise.all(
      asked.map(async ({ token }) => {
        const response = await call(house.url, '/rest/v1/keyrings?select=user_id', token);
        return (await response.json()) as { user_id: string }[];
      }),
    );
    expect(answers).toEqual(asked.map(({ id }) => [{ user_id: id }]));
    const documents = await call(house.url, '/rest/v1/documents?select=id', stranger.token);
    expect(await documents.json()).toEqual([]);
  });

  if (atOnce) {
    test.each(['deletion', 'seal'] as const)(
      'an account is deleted and the partner seals at the same moment: a check-in opens with both sides or not at all, the %s first',
      async (ahead) => {
        const { first, second, spaceId } = await newCouple(house.url);
        const checkIn = randomUUID();
        const start = { space_id: spaceId, check_in_id: checkIn, document_id: randomUUID() };
        await rpc(house.url, first, 'start_check_in', start);
        const answers = [{ prompt: 'need', answer_sealed: envelope() }];
        const seal = { check_in_id: checkIn, answers };
        await rpc(house.url, first, 'seal_answers', seal);

        const send = {
          deletion: () => call(house.url, '/rest/v1/rpc/delete_my_account', first.token, {}),
          seal: () => call(house.url, '/rest/v1/rpc/seal_answers', second.token, seal),
        };
        const sent: Promise<Response>[] = [];
        let answered = 0;
        const sql = openPostgres(postgres.url, { max: 2 });
        await sql.begin(async (held) => {
          // Each comes to a row that is held here when it has done its part, and not yet ended.
          if (ahead === 'deletion') {
            await held`select from public.members where user_id = ${first.id} for update`;
          } else await held`select from auth.users where id = ${second.id} for update`;
          for (const what of [ahead, ahead === 'seal' ? 'deletion' : 'seal'] as const) {
            sent.push(send[what]().finally(() => (answered += 1)));
            await expect
              .poll(async () => answered + Number((await sql.unsafe(waiting))[0]?.['waiting']))
              .toBe(sent.length);
          }
        });
        await Promise.all(sent);

        const [shown] = await sql`select revealed_at from public.check_ins where id = ${checkIn}`;
        const rows =
          await sql`select slot from public.check_in_answers where check_in_id = ${checkIn} order by slot`;
        await sql.end();
        expect(shown?.['revealed_at'] !== null).toBe(ahead === 'seal');
        // What was taken back by the deletion is on no side; the partner's own is theirs, sealed or not.
        expect(rows.map(({ slot }) => Number(slot))).toEqual(ahead === 'seal' ? [1, 2] : []);
      },
    );
  }

  test('a start on a database that is already set up finds everything', async () => {
    await house.close();
    cpSync(join(dir, 'one'), join(dir, 'two'), { recursive: true });
    house = await open(join(dir, 'two'));
    using one = await RelayClient.join(house.url, couple.first, `${couple.documentId}.0`);
    await one.until(() => one.items.length === 2);
    expect([...one.items.toArray()].sort()).toEqual(['from one', 'from two']);
  });
});

test('the same holds for many who ask at once of the embedded database', async () => {
  await using house = await testServer();
  const people = [
    await newPerson(house.url),
    await newPerson(house.url),
    await newPerson(house.url),
  ];
  const asked = Array.from({ length: 150 }, (_, n) => people[n % 3]);
  const answers = await Promise.all(
    asked.map(async (person, n) => {
      // Sign-ins in between: their hashing is what could let one request in between two steps of another.
      if (n % 15 === 0 && person !== undefined) {
        const { email, password } = person;
        await call(house.url, '/auth/v1/token?grant_type=password', null, { email, password });
      }
      const response = await call(
        house.url,
        '/rest/v1/keyrings?select=user_id',
        person?.token ?? null,
      );
      return (await response.json()) as unknown;
    }),
  );
  expect(answers).toEqual(asked.map((person) => [{ user_id: person?.id }]));
});
