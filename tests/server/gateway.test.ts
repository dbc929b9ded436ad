import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, newCouple, visitFrom, type TestCouple } from './support/people.ts';
import { testServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let couple: TestCouple;
let secrets: { jwtSecret: string; publishableKey: string; secretKey: string };
beforeAll(async () => {
  server = await testServer({ ATTEMPTS_PER_ACCOUNT: '4' });
  couple = await newCouple(server.url);
  secrets = JSON.parse(readFileSync(join(server.dataDir, 'secrets.json'), 'utf8'));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const rows = async (headers: Record<string, string>, query = ''): Promise<unknown> => {
  const response = await fetch(`${server.url}/rest/v1/keyrings?select=user_id${query}`, {
    headers,
  });
  return response.ok ? response.json() : null;
};

function tokenWith(
  claims: Readonly<Record<string, unknown>>,
  secret: string,
  algorithm = 'HS256',
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: algorithm, typ: 'JWT' })}.${part(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

test('a person reads their own rows', async () => {
  expect(await rows({ authorization: `Bearer ${couple.first.token}` })).toEqual([
    { user_id: couple.first.id },
  ]);
});

test('without a token nobody reads any row', async () => {
  expect(await rows({})).toBeNull();
});

test('even the real secret key opens nothing from outside, however it is sent', async () => {
  const { secretKey } = secrets;
  expect(await rows({ apikey: secretKey })).toBeNull();
  expect(await rows({}, `&apikey=${secretKey}`)).toBeNull();
  expect(await rows({ authorization: `Bearer ${secretKey}` })).toBeNull();
  expect(await rows({ apikey: secretKey, authorization: `Bearer ${secretKey}` })).toBeNull();
  // The key does count behind the gateway, where the publishable one does not suffice for this table.
  const behind = async (apikey: string): Promise<number> => {
    const request = new Request('http://backend/rest/v1/keyrings?select=user_id', {
      headers: { apikey },
    });
    return (await server.holdfast.backend.fetch(request)).status;
  };
  expect(await behind(secretKey)).toBe(200);
  expect(await behind(secrets.publishableKey)).not.toBe(200);
});

test('even a rightly signed token of the service role is nobody', async () => {
  const claims = { sub: couple.first.id, role: 'service_role', exp: inAnHour() };
  expect(
    await rows({ authorization: `Bearer ${tokenWith(claims, secrets.jwtSecret)}` }),
  ).toBeNull();
});

test('a forged or unsigned token is nobody', async () => {
  const claims = {
    sub: couple.first.id,
    role: 'authenticated',
    aud: 'authenticated',
    exp: inAnHour(),
  };
  expect(await rows({ authorization: `Bearer ${tokenWith(claims, 'a guess')}` })).toBeNull();
  expect(await rows({ authorization: `Bearer ${tokenWith(claims, '', 'none')}` })).toBeNull();
});

test.each([
  ['GET', '/auth/v1/admin/users'],
  ['GET', '/auth/v1/settings'],
  ['POST', '/auth/v1/otp'],
  ['GET', '/rest/v1/'],
  ['PUT', '/rest/v1/keyrings'],
  ['GET', '/rest/v1/../auth/v1/admin/users'],
  ['GET', '/storage/v1/bucket'],
  ['GET', '/_system/info'],
])('%s %s is not there', async (method, path) => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { apikey: secrets.secretKey },
  });
  expect(response.status).toBe(404);
});

test('a body that is too large is refused without being kept', async () => {
  const response = await call(server.url, '/rest/v1/private_entries', couple.first.token, {
    body_sealed: 'A'.repeat(6 * 1024 * 1024),
  });
  expect(response.status).toBe(413);
});

test('after too many wrong passwords an account waits, and is told how long', async () => {
  const { email, password } = couple.first;
  const attempt = (with_: string): Promise<Response> =>
    call(server.url, '/auth/v1/token?grant_type=password', null, { email, password: with_ });
  for (let n = 0; n < 4; n += 1) expect((await attempt(`${password}x`)).status).toBe(400);

  const refused = await attempt(password);
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(900);
  expect(await refused.json()).toMatchObject({ code: 'too_many_attempts', retry_after: seconds });

  // Another spelling of the address is the same account; another account is not.
  const shouted = await call(server.url, '/auth/v1/token?grant_type=password', null, {
    email: ` ${email.toUpperCase()}`,
    password,
  });
  expect(shouted.status).toBe(429);
  const other = couple.second;
  const unharmed = await call(server.url, '/auth/v1/token?grant_type=password', null, {
    email: other.email,
    password: other.password,
  });
  expect(unharmed.status).toBe(200);
});

test('signing in rightly forgets the wrong tries before', async () => {
  const { email, password } = couple.second;
  const attempt = (with_: string): Promise<Response> =>
    call(server.url, '/auth/v1/token?grant_type=password', null, { email, password: with_ });
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 3; n += 1) expect((await attempt(`${password}x`)).status).toBe(400);
    expect((await attempt(password)).status).toBe(200);
  }
});

test('one network address cannot try one account after the other', async () => {
  await using strict = await testServer({ ATTEMPTS_PER_ADDRESS: '3' });
  const codes: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const response = await call(strict.url, '/auth/v1/token?grant_type=password', null, {
      email: `${n}@example.org`,
      password: 'x'.repeat(40),
    });
    codes.push(response.status);
  }
  expect(codes).toEqual([400, 400, 400, 429, 429]);
  const look = async (): Promise<number> =>
    (await call(strict.url, '/rest/v1/rpc/prelogin', null, { email: 'a@example.org' })).status;
  expect([await look(), await look(), await look(), await look()]).toEqual([200, 200, 200, 429]);
});

test('only a header of the trusted proxy names another address', async () => {
  await using strict = await testServer({
    ATTEMPTS_PER_ADDRESS: '1',
    ADDRESS_HEADER: 'X-Forwarded-For',
  });
  const look = (forwarded: string) => visitFrom(strict.url, forwarded);
  expect(await look('203.0.113.1')).toBe(200);
  expect(await look('203.0.113.2')).toBe(200);
  // What stands before the proxy's own entry came from the visitor.
  expect(await look('198.51.100.9, 203.0.113.2')).toBe(429);
});

test('every answer carries the headers that keep a browser careful', async () => {
  for (const path of ['/rest/v1/nothing', '/nowhere', '/collab/tickets']) {
    const { headers } = await fetch(server.url + path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('microphone=()');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  }
  const data = await fetch(`${server.url}/rest/v1/nothing`);
  expect(data.headers.get('cache-control')).toBe('no-store');
  const secure = await fetch(server.url, { headers: { 'x-forwarded-proto': 'https' } });
  expect(secure.headers.get('strict-transport-security')).toContain('max-age=');
});

test('the log holds routes and codes, and nothing that names anybody', async () => {
  const { first, documentId, spaceId } = couple;
  await call(server.url, `/rest/v1/documents?id=eq.${documentId}`, first.token);
  const log = JSON.stringify(server.log);
  expect(log).toContain('/rest/v1/documents');
  for (const secret of [
    first.email,
    first.password,
    first.token,
    first.id,
    spaceId,
    documentId,
    '127.0.0.1',
    '::1',
  ]) {
    expect(log).not.toContain(secret);
  }
});
