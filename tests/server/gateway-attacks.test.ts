import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, newPerson, visitFrom, type TestPerson } from './support/people.ts';
import { testServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let person: TestPerson;
beforeAll(async () => {
  server = await testServer({ ATTEMPTS_PER_ACCOUNT: '3' });
  person = await newPerson(server.url);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const signIn = (
  body: string,
  query = 'grant_type=password',
  type = 'application/json;charset=UTF-8',
): Promise<Response> =>
  fetch(`${server.url}/auth/v1/token?${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });

test('whatever stands before or around a sign-in, it is counted, or it is none', async () => {
  const { email } = person;
  const wrong = JSON.stringify({ email, password: 'x'.repeat(44) });
  for (let n = 0; n < 3; n += 1) expect((await signIn(`\uFEFF${wrong}`)).status).toBe(400);
  expect((await signIn(`\uFEFF${wrong}`)).status).toBe(429);
  expect((await signIn(JSON.stringify({ email, password: person.password }))).status).toBe(429);
});

test.each([
  [
    'a second address in other letters',
    (email: string) => ({ email: 'a@example.org', Email: email }),
  ],
  ['a telephone number', (email: string) => ({ email, phone: '+15550100' })],
  ['an address that is a list', (email: string) => ({ email: [email] })],
  ['an address with a page of spaces', (email: string) => ({ email: email + ' '.repeat(400) })],
])('a sign-in with %s is none', async (_name, who) => {
  const other = await newPerson(server.url);
  const response = await signIn(JSON.stringify({ ...who(other.email), password: other.password }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'not_allowed' });
});

test('of two addresses in one sign-in, the one that is counted is the one that is tried', async () => {
  const other = await newPerson(server.url);
  const twice = (first: string, second: string): string =>
    `{"email":"${first}","email":"${second}","password":"${other.password}"}`;
  expect((await signIn(twice('a@example.org', other.email))).status).toBe(200);
  expect((await signIn(twice(other.email, 'a@example.org'))).status).toBe(400);
});

test.each([
  ['two kinds of sign-in', 'grant_type=refresh_token&grant_type=password', undefined],
  ['no kind of sign-in', '', undefined],
  ['another kind of sign-in', 'grant_type=id_token', undefined],
  ['a form', 'grant_type=password', 'application/x-www-form-urlencoded'],
])('%s is none', async (_name, query, type) => {
  const { email, password } = await newPerson(server.url);
  const response = await signIn(JSON.stringify({ email, password }), query, type);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'not_allowed' });
});

test('whoever has got hold of a token cannot lock its owner out', async () => {
  await using before = await testServer();
  const { token, email, password } = await newPerson(before.url);
  const kdf = { algorithm: 'argon2id', seed: 'x' };
  const next = { password: `A1a-${'y'.repeat(43)}`, data: { kdf } };
  // Nothing but a new password, with what has to come along, or another address alone is changed through this door.
  for (const change of [
    { email: 'thief@example.org', data: { kdf } },
    { ...next, email: 'thief@example.org' },
    { data: { kdf } },
    { ...next, data: { kdf, name: 'x' } },
    { ...next, phone: '+15550100' },
  ]) {
    expect((await call(before.url, '/auth/v1/user', token, change, 'PUT')).status).toBe(400);
  }
  await before.close();

  // A token from some time ago, which this server has not seen anybody prove themselves for.
  await using after = await testServer({ DATA_DIR: before.dataDir });
  for (const change of [next, { email: 'thief@example.org' }]) {
    const refused = await call(after.url, '/auth/v1/user', token, change, 'PUT');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'prove_again' });
  }
  const path = '/auth/v1/token?grant_type=password';
  const fresh = await call(after.url, path, null, { email, password });
  const { access_token } = (await fresh.json()) as { access_token: string };
  expect((await call(after.url, '/auth/v1/user', access_token, next, 'PUT')).status).toBe(200);
});

test.each([
  ['POST', '/auth/v1/resend'],
  ['GET', '/auth/v1/verify'],
  ['GET', '/auth/v1/reauthenticate'],
  ['GET', '/auth/v1/user'],
])('%s %s, which no page asks for, is not there', async (method, path) => {
  const body = method === 'POST' ? { email: person.email } : undefined;
  expect((await call(server.url, path, person.token, body, method)).status).toBe(404);
});

test('another schema than the public one cannot be named', async () => {
  const response = await fetch(`${server.url}/rest/v1/users`, {
    headers: { 'accept-profile': 'auth', authorization: `Bearer ${person.token}` },
  });
  expect(await response.json()).toMatchObject({ code: 'PGRST205' });
});

test('all addresses of one IPv6 network count as one, however they are shortened', async () => {
  await using strict = await testServer({
    ATTEMPTS_PER_ADDRESS: '1',
    ADDRESS_HEADER: 'X-Forwarded-For',
  });
  const look = (forwarded: string) => visitFrom(strict.url, forwarded);
  expect(await look('2001:db8::1')).toBe(200);
  expect(await look('2001:db8::2:3:4:5')).toBe(429);
  expect(await look('2001:DB8:0:0:9:8:7:6')).toBe(429);
  expect(await look('2001:db8:0:1::1')).toBe(200);
  // A link-local address names the interface, too.
  expect(await look('fe80::1%eth0')).toBe(200);
  expect(await look('fe80::2%eth0')).toBe(429);
});

const endless = '^AQEA(a+)(a+)\\1\\1\\2\\2$';

test.each([
  ['a regular expression', 'body_sealed', `match.${endless}`],
  ['one that looks at no case', 'body_sealed', `imatch.${endless}`],
  ['one that is negated', 'body_sealed', `not.match.${endless}`],
  ['one of several', 'or', `(body_sealed.match.${endless},id.is.null)`],
  ['one of several, negated', 'not.and', `(body_sealed.match.${endless})`],
  ['one about an embedded table', 'spaces.or', `(name_sealed.match.${endless})`],
  ['a pattern', 'body_sealed', 'like(any).{*a*a*b,*c*}'],
  ['a search for words', 'body_sealed', 'fts.a'],
])('nobody keeps the database busy with %s', async (_name, column, filter) => {
  const { token } = await newPerson(server.url);
  const entry = { id: randomUUID(), body_sealed: `AQEA${'a'.repeat(40_000)}` };
  expect((await call(server.url, '/rest/v1/private_entries', token, entry)).status).toBe(201);
  const query = new URLSearchParams({ select: 'id', [column]: filter });
  const asked = await call(server.url, `/rest/v1/private_entries?${query}`, token);
  expect(asked.status).toBe(400);
  expect(await asked.json()).toMatchObject({ code: 'not_allowed' });
});

test('the address of somebody who is looked up stays out of the address of the request', async () => {
  const inAddress = '/rest/v1/rpc/prelogin?email=a@example.org';
  expect((await call(server.url, inAddress, null)).status).toBe(404);
  expect((await call(server.url, inAddress, null, { email: 'a@example.org' })).status).toBe(400);
});
