import { randomBytes, randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';

export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly publicKey: string;
}

export interface TestCouple {
  readonly first: TestPerson;
  readonly second: TestPerson;
  readonly spaceId: string;
  readonly documentId: string;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** Text that passes for an envelope of version 1: the server cannot look inside one. */
export const envelope = (): string => `AQEA${random(400)}`;

/** Calls the app's API as a browser would. */
export async function call(
  url: string,
  path: string,
  token: string | null,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The status that a visitor gets who begins to sign in, with the addresses that proxies have passed on. */
export async function visitFrom(url: string, forwarded: string): Promise<number> {
  const response = await fetch(`${url}/rest/v1/rpc/prelogin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
    body: '{"email":"a@example.org"}',
  });
  return response.status;
}

/** Calls a function of the database; fails the test when it is refused. */
export async function rpc(
  url: string,
  { token }: TestPerson,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await call(url, `/rest/v1/rpc/${name}`, token, args);
  const text = await response.text();
  assert.ok(response.ok, `${name}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** A new account with its public key. */
export async function newPerson(url: string): Promise<TestPerson> {
  const email = `${randomUUID()}@example.org`;
  const password = `A1a-${random(32)}`;
  const kdf = {
    algorithm: 'argon2id',
    seed: random(16),
    memoryKiB: 65536,
    iterations: 3,
    parallelism: 1,
  };
  const response = await call(url, '/auth/v1/signup', null, { email, password, data: { kdf } });
  assert.equal(response.status, 200);
  const session = (await response.json()) as { access_token: string; user: { id: string } };
  const publicKey = random(32);
  const person = { id: session.user.id, email, password, token: session.access_token, publicKey };
  await rpc(url, person, 'create_keyring', {
    kdf,
    account_key_by_password: envelope(),
    account_key_by_code: envelope(),
    private_log_key: envelope(),
    private_key: envelope(),
    pins: envelope(),
    public_key: publicKey,
  });
  return person;
}

/** Two people in one space with a document, brought together through the invitation as in the app. */
export async function newCouple(url: string): Promise<TestCouple> {
  const [first, second] = await Promise.all([newPerson(url), newPerson(url)]);
  const [spaceId, inviteId, documentId] = [randomUUID(), randomUUID(), randomUUID()];
  await rpc(url, first, 'create_space', {
    space_id: spaceId,
    document_id: randomUUID(),
    name_sealed: envelope(),
    member_name_sealed: envelope(),
    wrapped_key: envelope(),
  });
  await rpc(url, first, 'offer_invite', {
    space_id: spaceId,
    invite_id: inviteId,
    inviter_public_key: first.publicKey,
    inviter_mac: random(32),
    secret_sealed: envelope(),
  });
  await rpc(url, second, 'request_to_join', {
    invite_id: inviteId,
    joiner_public_key: second.publicKey,
    joiner_mac: random(32),
    joiner_name_sealed: envelope(),
    joiner_secret_sealed: envelope(),
  });
  await rpc(url, first, 'admit_partner', {
    invite_id: inviteId,
    joiner_id: second.id,
    joiner_public_key: second.publicKey,
    name_sealed: envelope(),
    delivered_key: envelope(),
  });
  const made = await call(url, '/rest/v1/documents', first.token, {
    id: documentId,
    space_id: spaceId,
    kind: 'needs_and_fears',
    title_sealed: envelope(),
  });
  assert.equal(made.status, 201);
  return { first, second, spaceId, documentId };
}
