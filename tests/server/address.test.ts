import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../src/server/backend/open-backend.ts';
import { Post } from '../support/post.ts';
import { call, newPerson, type TestPerson } from './support/people.ts';
import { testServer, type TestServer } from './support/test-server.ts';

let post: Post;
let server: TestServer;
/** Requests to this path of the API come to nothing, as when it dies in the middle. */
let dying: string | null = null;

const openDying: typeof openBackend = async (options) => {
  const { backend, publishableKey } = await openBackend(options);
  const fetch: typeof backend.fetch = (request) => {
    if (new URL(request.url).pathname === dying) return Promise.reject(new Error('gone'));
    return backend.fetch(request);
  };
  return { backend: { ...backend, fetch }, publishableKey };
};

beforeAll(async () => {
  post = new Post();
  server = await testServer(
    { ...(await post.open()), ATTEMPTS_PER_ACCOUNT: '4' },
    { open: openDying },
  );
});
afterEach(() => {
  dying = null;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await post[Symbol.asyncDispose]();
});

const newAddress = (): string => `${randomUUID()}@elsewhere.example`;

const ask = ({ token }: TestPerson, email: string): Promise<Response> =>
  call(server.url, '/auth/v1/user', token, { email }, 'PUT');

const confirm = (secret: string, token: string | null): Promise<Response> =>
  call(server.url, '/auth/v1/verify', token, { type: 'email_change', token_hash: secret });

const signIn = (email: string, { password }: TestPerson): Promise<Response> =>
  call(server.url, '/auth/v1/token?grant_type=password', null, { email, password });

const seedOf = async (email: string): Promise<unknown> =>
  (await call(server.url, '/rest/v1/rpc/prelogin', null, { email })).json();

const secretIn = (mail: string): string => /\/address#([\w-]+)/.exec(mail)?.[1] ?? '';

test('a link in the new mailbox moves the account, and the old one is told, without a name or an address', async () => {
  const person = await newPerson(server.url);
  const next = newAddress();
  const before = await seedOf(person.email);
  const asked = await ask(person, next);
  expect(asked.status).toBe(200);
  expect(await asked.json()).toMatchObject({
    id: person.id,
    email: person.email,
    delivery: 'mail',
  });
  const mail = await post.next();
  expect(mail).toContain(`To: ${next}`);
  expect(mail).not.toContain(person.email);
  expect(mail).not.toMatch(/token=|\?/);

  // Until the link is followed nothing has changed.
  expect((await signIn(next, person)).status).toBe(400);
  expect((await signIn(person.email, person)).status).toBe(200);

  const secret = secretIn(mail);
  const moved = await confirm(secret, person.token);
  expect(moved.status).toBe(200);
  // No visit comes with it: the person has one.
  expect(await moved.json()).toEqual({ email: next });
  const farewell = await post.next();
  expect(farewell).toContain(`To: ${person.email}`);
  expect(farewell).toContain('Subject: Your address was changed');
  expect(farewell).not.toContain(next);
  expect(farewell).not.toContain('elsewhere');

  // The keys are stretched from the password as before, now under the new address; the old one looks like one that nobody has.
  expect(await seedOf(next)).toEqual(before);
  expect(await seedOf(person.email)).not.toEqual(before);
  expect((await signIn(next, person)).status).toBe(200);
  expect((await signIn(person.email, person)).status).toBe(400);
  expect((await confirm(secret, person.token)).status).toBe(403);
  expect(JSON.stringify(server.log)).not.toContain(next);
  expect(JSON.stringify(server.log)).not.toContain(secret);
});

test('a move that ends before it has happened leaves a link that works, and one that ends after it has told the old mailbox', async () => {
  const person = await newPerson(server.url);
  const next = newAddress();
  await ask(person, next);
  const secret = secretIn(await post.next());
  for (const step of ['/rest/v1/rpc/address_to_leave', '/auth/v1/verify']) {
    dying = step;
    expect((await confirm(secret, person.token)).status).toBe(503);
    dying = null;
    expect((await signIn(person.email, person)).status).toBe(200);
  }
  // Auth's own visit cannot be ended: the account has moved all the same.
  dying = '/auth/v1/logout';
  const moved = await confirm(secret, person.token);
  expect([moved.status, await moved.json()]).toEqual([200, { email: next }]);
  const farewell = await post.next();
  expect(farewell).toContain(`To: ${person.email}`);
  expect(farewell).toContain('Subject: Your address was changed');
  expect((await signIn(next, person)).status).toBe(200);
});

test('a taken address is answered like a free one, and nobody gets a mail', async () => {
  const [person, other] = [await newPerson(server.url), await newPerson(server.url)];
  const taken = await ask(person, other.email);
  const free = await ask(person, newAddress());
  expect([taken.status, free.status]).toEqual([200, 200]);
  expect(Object.keys((await taken.json()) as object).sort()).toEqual(
    Object.keys((await free.json()) as object).sort(),
  );
  expect(await post.next()).toContain('@elsewhere.example');
  expect(post.mails.join()).not.toContain(other.email);
});

test('the link alone moves nothing: not for nobody, and not for whoever is signed in to another account', async () => {
  const [person, thief] = [await newPerson(server.url), await newPerson(server.url)];
  await ask(person, newAddress());
  const secret = secretIn(await post.next());
  expect((await confirm(secret, null)).status).toBe(401);
  const refused = await confirm(secret, thief.token);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error_code: 'otp_expired' });
  expect((await confirm('x'.repeat(56), person.token)).status).toBe(403);
  expect((await signIn(person.email, person)).status).toBe(200);
  expect((await confirm(secret, person.token)).status).toBe(200);
  await post.next();
});

test('who came in by a mail alone cannot take the account along to another address', async () => {
  const person = await newPerson(server.url);
  await call(server.url, '/auth/v1/recover', null, { email: person.email });
  const secret = /\/recover#([\w-]+)/.exec(await post.next())?.[1] ?? '';
  const entered = await call(server.url, '/auth/v1/verify', null, {
    type: 'recovery',
    token_hash: secret,
  });
  const { access_token: token } = (await entered.json()) as { access_token: string };
  const refused = await ask({ ...person, token }, newAddress());
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'prove_again' });
});

test('mails to many addresses are counted by the account that asks for them; a made-up token uses up nobody’s', async () => {
  const [person, other] = [await newPerson(server.url), await newPerson(server.url)];
  const claims = Buffer.from(JSON.stringify({ sub: other.id, role: 'authenticated' }));
  const made = `x.${claims.toString('base64url')}.x`;
  for (let n = 0; n < 6; n += 1) {
    expect((await ask({ ...person, token: made }, newAddress())).status).toBe(403);
  }
  const codes: number[] = [];
  for (let n = 0; n < 5; n += 1) codes.push((await ask(person, newAddress())).status);
  expect(codes).toEqual([200, 200, 200, 200, 429]);
  expect((await ask(other, newAddress())).status).toBe(200);
  for (let n = 0; n < 5; n += 1) await post.next();
});

test('looking an address up is limited by the address that is looked up, whether or not somebody has it', async () => {
  const person = await newPerson(server.url);
  for (const email of [person.email, newAddress()]) {
    const codes: number[] = [];
    for (let n = 0; n < 13; n += 1) {
      codes.push((await call(server.url, '/rest/v1/rpc/prelogin', null, { email })).status);
    }
    expect(codes).toEqual([...Array<number>(12).fill(200), 429]);
  }
});

test('asking to be let in is counted by account', async () => {
  const person = await newPerson(server.url);
  const join = () =>
    call(server.url, '/rest/v1/rpc/request_to_join', person.token, {
      invite_id: randomUUID(),
      joiner_public_key: person.publicKey,
      joiner_mac: 'm'.repeat(43),
      joiner_name_sealed: '',
      joiner_secret_sealed: '',
    });
  const codes: number[] = [];
  for (let n = 0; n < 5; n += 1) codes.push((await join()).status);
  expect(codes).toEqual([409, 409, 409, 409, 429]);
  expect(await (await join()).json()).toMatchObject({ code: 'too_many_attempts' });
});

test('asking to be let back in, and trying the words, is counted by account as well', async () => {
  const person = await newPerson(server.url);
  const readmission_id = randomUUID();
  const asked = { readmission_id, space_id: randomUUID(), public_key: '', commitment: '' };
  const codes: number[] = [];
  for (const tried of [false, true, false, true, false]) {
    const name = tried ? 'try_readmission' : 'ask_readmission';
    const body = tried ? { readmission_id } : asked;
    codes.push((await call(server.url, `/rest/v1/rpc/${name}`, person.token, body)).status);
  }
  expect(codes).toEqual([404, 404, 404, 404, 429]);
});

test('a way in that the old mailbox was sent before ends with the move', async () => {
  const person = await newPerson(server.url);
  await call(server.url, '/auth/v1/recover', null, { email: person.email });
  const way = /\/recover#([\w-]+)/.exec(await post.next())?.[1] ?? '';
  await ask(person, newAddress());
  const secret = secretIn(await post.next());
  expect((await confirm(secret, person.token)).status).toBe(200);
  await post.next();
  const entered = await call(server.url, '/auth/v1/verify', null, {
    type: 'recovery',
    token_hash: way,
  });
  expect(entered.status).toBe(403);
});
