import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openText, sealText } from '../../../src/lib/crypto/index.ts';
import type { PrivateLogKey } from '../../../src/lib/crypto/keys/index.ts';
import { Failure } from '../../../src/lib/domain/failure/failure.ts';
import { openEarlier } from '../../../src/lib/session/account/open-earlier.ts';
import { openKeyring } from '../../../src/lib/session/account/open-keyring.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { LogPasskeys } from '../../../src/lib/session/passkey/log-passkeys.ts';
import type { Authenticator } from '../../../src/lib/session/passkey/authenticator.ts';
import { doorsOf } from './doors.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

let world: World;
let someone: Someone;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  someone = await world.someone();
});

/** A security key as the specification describes it: an HMAC of the question under a secret of each passkey. */
function securityKey() {
  const secrets = new Map<string, Buffer>();
  const forgotten: string[] = [];
  let willing = true;
  const answer = (credentialId: string, question: Uint8Array) => {
    const secret = secrets.get(credentialId);
    if (secret === undefined || !willing) throw new Failure('passkey_not_used');
    const bytes = createHmac('sha256', secret).update(question).digest();
    return { credentialId, secret: new Uint8Array(bytes) };
  };
  const authenticator: Authenticator = {
    available: () => Promise.resolve(true),
    create: async ({ question }) => {
      await Promise.resolve();
      const credentialId = randomBytes(16).toString('base64url');
      secrets.set(credentialId, randomBytes(32));
      return { answer: answer(credentialId, question), transports: ['usb'] };
    },
    ask: async (known, question) => {
      await Promise.resolve();
      const held = known.find(({ credentialId }) => secrets.has(credentialId));
      return answer(held?.credentialId ?? '', question);
    },
    forget: (id) => Promise.resolve(void forgotten.push(id)),
  };
  return { authenticator, forgotten, refuse: () => (willing = false) };
}

/** A visit of this person with a security key in their hand. */
async function visit(person: Someone, { authenticator } = securityKey()) {
  const keyring = await person.keyrings.load(person.id);
  if (keyring === null) throw new Error('no keyring');
  let opened: PrivateLogKey | null = null;
  const passkeys = new LogPasskeys({
    cell: { stored: null },
    client: person.client,
    keys: () => ({ ...person.unlocked, account: person, keyring }),
    openWithPassword: (password) => openKeyring(password, keyring, doorsOf(person.client).stretch),
    openLog: (key) => {
      opened = key;
      return Promise.resolve();
    },
    authenticator,
  });
  await passkeys.load();
  return {
    passkeys,
    opensTheLog: async (log = person.unlocked.privateLog) => {
      await passkeys.open();
      if (opened === null) return false;
      const place = {
        kind: 'value',
        owner: person.id,
        object: person.id,
        field: 'private_entries.body_sealed',
        generation: 0,
      } as const;
      const sealed = await sealText(log, place, 'mine');
      return (await openText(opened, place, sealed)) === 'mine';
    },
  };
}

describe('a passkey', () => {
  test('that was added with the password opens the log, also at another visit', async () => {
    const key = securityKey();
    const first = await visit(someone, key);
    expect(first.passkeys.any).toBe(false);
    await (
      await first.passkeys.prepare(someone.password)
    )('My key ring');
    expect(first.passkeys.all?.map(({ name }) => name)).toEqual(['My key ring']);
    expect(await (await visit(someone, key)).opensTheLog()).toBe(true);
  });

  test('is not added without the password', async () => {
    const { passkeys } = await visit(someone);
    expect(await failureOf(passkeys.prepare('not this one'))).toBe('wrong_password_or_address');
  });

  test('of several, each opens the log; one that was removed opens nothing', async () => {
    const [key, other] = [securityKey(), securityKey()];
    const first = await visit(someone, key);
    await (
      await first.passkeys.prepare(someone.password)
    )('One');
    const second = await visit(someone, other);
    await (
      await second.passkeys.prepare(someone.password)
    )('Two');
    expect(await (await visit(someone, other)).opensTheLog()).toBe(true);
    const { passkeys } = second;
    const two = passkeys.all?.find(({ name }) => name === 'Two');
    await passkeys.rename(two?.id ?? '', 'The second', 'name');
    expect(passkeys.all?.map(({ name }) => name).sort()).toEqual(['One', 'The second']);
    await passkeys.remove(two?.id ?? '');
    expect(other.forgotten).toHaveLength(1);
    expect(await failureOf((await visit(someone, other)).passkeys.open())).toBe('passkey_not_used');
    expect(await (await visit(someone, key)).opensTheLog()).toBe(true);
  });

  test('opens what was written with earlier keys as well, once that was opened again', async () => {
    const key = securityKey();
    const doors = doorsOf(someone.client);
    const { unlocked } = await startAnew(doors, someone, 'nine quiet lamps at sea');
    const now = { ...someone, unlocked, password: 'nine quiet lamps at sea' };
    await (
      await (await visit(now, key)).passkeys.prepare(now.password)
    )('One');
    await openEarlier(doors, someone.id, { present: now.password, old: someone.password });
    const { opensTheLog } = await visit(now, key);
    expect(await opensTheLog()).toBe(true);
    expect(await opensTheLog(someone.unlocked.privateLog)).toBe(true);
  });

  test('that the person puts off opens nothing, and says so', async () => {
    const key = securityKey();
    const { passkeys } = await visit(someone, key);
    await (
      await passkeys.prepare(someone.password)
    )('One');
    key.refuse();
    expect(await failureOf(passkeys.open())).toBe('passkey_not_used');
  });

  test('that could not be stored is forgotten by the browser, too', async () => {
    const key = securityKey();
    const { passkeys } = await visit(someone, key);
    const add = await passkeys.prepare(someone.password);
    world.cutOff(true);
    expect(await failureOf(add('One'))).toBe('server_unreachable');
    world.cutOff(false);
    expect(key.forgotten).toHaveLength(1);
    await passkeys.load();
    expect(passkeys.any).toBe(false);
  });

  test('opens nothing any more once another password is prepared', async () => {
    const key = securityKey();
    const { passkeys } = await visit(someone, key);
    await (
      await passkeys.prepare(someone.password)
    )('One');
    const keyring = await someone.keyrings.load(someone.id);
    if (keyring === null) throw new Error('no keyring');
    const kdf = { ...keyring.kdf, seed: 'A'.repeat(43) };
    const { accountKeyByPassword } = keyring;
    await someone.keyrings.preparePassword({ kdf, accountKeyByPassword });
    expect((await visit(someone, key)).passkeys.all).toEqual([]);
  });

  test('of somebody else is not seen', async () => {
    const { passkeys } = await visit(someone);
    await (
      await passkeys.prepare(someone.password)
    )('One');
    expect((await visit(await world.someone())).passkeys.all).toEqual([]);
  });
});
