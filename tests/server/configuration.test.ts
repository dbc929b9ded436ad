import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSecrets } from '../../src/server/data-dir/secrets.ts';
import { ConfigurationError, parseSettings } from '../../src/server/env.ts';
import { listen } from '../../src/server/http/listen.ts';
import { ChildServer, runUntilItEnds } from './support/child-server.ts';
import { createServer as createHttpServer } from 'node:http';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-configuration-'));
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

test('without any configuration it serves this machine on port 3000 from ./data', () => {
  expect(parseSettings({}, '/srv/holdfast')).toMatchObject({
    port: 3000,
    host: 'localhost',
    origin: null,
    dataDir: '/srv/holdfast/data',
    buildDir: '/srv/holdfast/build',
    source: { kind: 'embedded' },
  });
});

test('an empty variable counts as not set', () => {
  expect(parseSettings({ PORT: '', DATABASE_URL: ' ' })).toEqual(parseSettings({}));
});

test('each source of data is chosen by its own variables', () => {
  const url = 'postgres://name:password@db.example:5432/holdfast';
  expect(parseSettings({ DATABASE_URL: url }).source).toEqual({ kind: 'postgres', url });
  const hosted = {
    SUPABASE_URL: 'https://abc.supabase.co/',
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  };
  expect(parseSettings(hosted).source).toEqual({
    kind: 'hosted',
    url: 'https://abc.supabase.co',
    publishableKey: 'sb_publishable_x',
  });
});

describe('wrong or half-set configuration is refused with one sentence that names the variable', () => {
  const key = 'sb_publishable_x';
  test.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'http' }, /^PORT must be a port number/],
    [{ PORT: '70000' }, /^PORT must be a port number/],
    [{ PORT: '-1' }, /^PORT must be a port number/],
    [{ SUPABASE_URL: 'https://abc.supabase.co' }, /SUPABASE_PUBLISHABLE_KEY must be set too/],
    [{ SUPABASE_PUBLISHABLE_KEY: key }, /SUPABASE_URL must be set too/],
    [{ SUPABASE_URL: 'abc', SUPABASE_PUBLISHABLE_KEY: key }, /^SUPABASE_URL must be/],
    [
      { SUPABASE_URL: 'https://abc.supabase.co', SUPABASE_PUBLISHABLE_KEY: 'sb_secret_x' },
      /publishable one/,
    ],
    [{ DATABASE_URL: 'mysql://db/holdfast' }, /^DATABASE_URL must be a Postgres address/],
    [{ DATABASE_URL: 'postgres://' }, /^DATABASE_URL must be a Postgres address/],
    [{ DATABASE_URL: 'postgres://db/x', SUPABASE_URL: 'https://a.supabase.co' }, /not both/],
    [{ ORIGIN: 'holdfast.example' }, /^ORIGIN must be/],
    [{ ORIGIN: 'https://holdfast.example/app' }, /without a path/],
    [{ ADDRESS_HEADER: 'x forwarded' }, /^ADDRESS_HEADER must be/],
    [{ SMTP_URL: 'smtp://mail.example.org' }, /MAIL_FROM must be set too/],
    [{ MAIL_FROM: 'a@example.org' }, /SMTP_URL must be set too/],
    [{ SMTP_URL: 'mail.example.org', MAIL_FROM: 'a@example.org' }, /^SMTP_URL must be/],
    [{ SMTP_URL: 'smtp://mail.example.org', MAIL_FROM: 'us' }, /^MAIL_FROM must be/],
    [{ ATTEMPTS_PER_ACCOUNT: '0' }, /^ATTEMPTS_PER_ACCOUNT must be/],
  ])('%o', (env, sentence) => {
    expect(() => parseSettings(env)).toThrow(ConfigurationError);
    expect(() => parseSettings(env)).toThrow(sentence);
    expect(() => parseSettings(env)).not.toThrow(/\n/);
  });

  test('and the process ends with that sentence alone', async () => {
    const { code, output } = await runUntilItEnds({ SUPABASE_URL: 'https://abc.supabase.co' });
    expect(code).toBe(1);
    expect(output).toBe('SUPABASE_URL is set, so SUPABASE_PUBLISHABLE_KEY must be set too.\n');
  });

  test('a Postgres server that is not there is one sentence, without the password', async () => {
    const free = createServer();
    const port = await new Promise<number>((resolve) => {
      free.listen(0, '127.0.0.1', () => {
        const address = free.address();
        free.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    const { code, output } = await runUntilItEnds({
      PORT: '0',
      DATA_DIR: join(dir, 'no-postgres'),
      DATABASE_URL: `postgres://name:hunter2@127.0.0.1:${port}/holdfast`,
    });
    expect(code).toBe(1);
    expect(output).toBe(
      'DATABASE_URL cannot be used: there is no Postgres server at that address.\n',
    );
  });
});

test('a taken port is one sentence', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(listen(createHttpServer(), '127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is taken by another program; stop it, or set PORT to another number.`,
  );
  other.close();
});

test('secrets are random, stay the same, and only their owner can read them', async () => {
  const [one, two] = [join(dir, 'one'), join(dir, 'two')];
  const [first, again, other] = [
    await loadSecrets(one),
    await loadSecrets(one),
    await loadSecrets(two),
  ];
  expect(again).toEqual(first);
  for (const name of ['jwtSecret', 'publishableKey', 'secretKey'] as const) {
    expect(other[name]).not.toBe(first[name]);
  }
  expect(statSync(join(one, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('two starts at the same moment agree on the secrets', async () => {
  const shared = join(dir, 'shared');
  const [first, second] = await Promise.all([loadSecrets(shared), loadSecrets(shared)]);
  expect(second).toEqual(first);
});

test('damaged secrets stop the start instead of being replaced', async () => {
  const damaged = join(dir, 'damaged');
  await loadSecrets(damaged);
  writeFileSync(join(damaged, 'secrets.json'), '{"jwtSecret": "sho');
  await expect(loadSecrets(damaged)).rejects.toThrow(/secrets\.json is damaged/);
});

test(
  'two servers never open the same data, and one that was killed does not stand in the way',
  { timeout: 180_000 },
  async () => {
    await using server = await ChildServer.start();
    const { code, output } = await runUntilItEnds({ PORT: '0', DATA_DIR: server.dataDir });
    expect(code).toBe(1);
    expect(output).toMatch(/^Another Holdfast is running on .*\n$/);
    await server.end('SIGKILL');
    await server.startAgain();
    expect(server.output.match(/Holdfast is ready at/g)).toHaveLength(2);
  },
);
