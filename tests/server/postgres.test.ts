import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHoldfast, type RunningHoldfast } from '../../src/server/start-holdfast.ts';
import { call, newCouple, newPerson, type TestCouple } from './support/people.ts';
import {
  installedPostgres,
  realPostgres,
  socketPostgres,
  type TestPostgres,
} from './support/postgres.ts';
import { RelayClient } from './support/relay-client.ts';

const bin = installedPostgres();
const servers: [string, () => Promise<TestPostgres>][] = [
  ['a server that speaks the protocol of Postgres', socketPostgres],
  ...(bin === null
    ? []
    : ([[`Postgres in ${bin}`, () => realPostgres(bin)]] as [
        string,
        () => Promise<TestPostgres>,
      ][])),
];

describe.each(servers)('with DATABASE_URL of %s', (_name, start) => {
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
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-many-'));
  const house = await startHoldfast(
    { DATA_DIR: dir, PORT: '0', ATTEMPTS_PER_ADDRESS: '1000' },
    { pages: false },
  );
  try {
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
  } finally {
    await house.close();
    rmSync(dir, { recursive: true });
  }
});
