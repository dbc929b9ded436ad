import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeyring, newKdf, passwordKeys, type NewKeyring } from '../crypto/keys/index.ts';
import { stretchPassword } from '../crypto/keys/stretch.ts';
import { tokenKey } from '../data/client.ts';
import { forgetDevice } from '../data/device-store.ts';
import { createLocalDrafts } from '../data/local-drafts.ts';
import { KeptKeys } from './device/kept-keys.ts';
import { Session } from './session.ts';

const account = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.org' };
const word = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
/** Nobody listens there: these pages open with what the device keeps. */
const nowhere = 'http://127.0.0.1:9';

let made: NewKeyring;
beforeAll(async () => {
  const kdf = { ...newKdf(), memoryKib: 19 * 1024, iterations: 2, parallelism: 1 };
  const { passwordKey } = await passwordKeys(await stretchPassword('tangle lantern', kdf));
  made = await createKeyring({ userId: account.id, passwordKey, kdf });
});

let stops: (() => void)[] = [];
beforeEach(async () => {
  const expires_at = Math.floor(Date.now() / 1000) + 3_600;
  const access_token = `${word({})}.${word({ session_id: account.id, exp: expires_at })}.${word('x')}`;
  const token = { access_token, refresh_token: 'x', token_type: 'bearer', expires_in: 3_600 };
  localStorage.setItem('holdfast.stay', '1');
  localStorage.setItem(tokenKey, JSON.stringify({ ...token, expires_at, user: account }));
  const stored = { ...made.keyring, codeKept: true, pending: null, formerCount: 0 };
  await new KeptKeys().save(account.id, made.unlocked.shared, stored);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  stops = [];
  localStorage.clear();
  await forgetDevice();
});

/** A page on this device, with the keys open that are kept here. */
async function openPage(): Promise<Session> {
  const session = new Session(nowhere);
  stops.push(session.start());
  await vi.waitFor(() => expect(session.status).toBe('ready'));
  return session;
}

const onDevice = async () => (await createLocalDrafts(account.id).list('')).map(({ key }) => key);

describe('a page that hears from another tab that somebody signed out', () => {
  test('leaves nothing of theirs on the device, whatever it was keeping at that moment', async () => {
    const [here, there] = [await openPage(), await openPage()];
    const { drafts } = there;
    const { promise: cleared, resolve } = Promise.withResolvers<undefined>();
    const late: Promise<void>[] = [];
    there.unsaved.keepBeforeLocking(async () => {
      await drafts.put('check_in/1/tab', 'words of the other tab');
      // One that takes longer than a lock waits.
      late.push(cleared.then(() => drafts.put('check_in/2/tab', 'late words')));
    });
    await here.drafts.put('check_in/3/tab', 'words of this tab');

    await here.signOut();
    await vi.waitFor(() => expect(there.status).toBe('signed_out'));
    await vi.waitFor(async () => expect(await onDevice()).toEqual([]));
    resolve(undefined);
    expect(late).not.toEqual([]);
    await Promise.allSettled(late);
    expect(await onDevice()).toEqual([]);
  });
});

test('whoever leaves in a hurry leaves no rows on the device, also where no worker keeps the app', async () => {
  await openPage();
  const local = createLocalDrafts(account.id);
  await local.put('rows/documents', 'AQ');
  await local.put('shared/check_in/1/tab', 'AQ');
  document.dispatchEvent(new CustomEvent('holdfast:leave'));
  await vi.waitFor(async () => expect(await onDevice()).toEqual(['shared/check_in/1/tab']));
});
