import { afterEach, describe, expect, test, vi } from 'vitest';
import { sealText } from '../envelopes/text.ts';
import { createInvite, inviteFragment, parseInviteFragment } from '../invites/invite.ts';
import { newKdf } from '../keys/new-kdf.ts';
import { stretchInWorker } from '../keys/stretch-in-worker.ts';
import { fixedObjectKey } from '../vectors/fixed-keys.ts';
import { checkPlatform } from './check-platform.ts';
import { randomBytes } from './subtle.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What a page has that was opened over plain http from another device. */
function withoutSubtle() {
  vi.stubGlobal('crypto', {
    getRandomValues: crypto.getRandomValues.bind(crypto),
    randomUUID: crypto.randomUUID.bind(crypto),
  });
}

describe('over plain http', () => {
  test('each door to the keys says so, before anything is lost', async () => {
    const key = await fixedObjectKey(randomBytes(32));
    const fragment = await inviteFragment(createInvite());
    withoutSubtle();
    const place = { kind: 'value', owner: 'a', object: 'b', field: 'c', generation: 0 } as const;
    await expect(checkPlatform()).rejects.toThrow('insecure_context');
    await expect(sealText(key, place, 'x')).rejects.toThrow('insecure_context');
    await expect(parseInviteFragment(fragment)).rejects.toThrow('insecure_context');
    await expect(parseInviteFragment('mangled')).rejects.toThrow('insecure_context');
    await expect(stretchInWorker('correct horse', newKdf())).rejects.toThrow('insecure_context');
  });
});

describe('an old browser', () => {
  test.each(['Worker', 'WebAssembly'])('without %s is told to be too old', async (missing) => {
    vi.stubGlobal('Worker', EventTarget);
    vi.stubGlobal(missing, undefined);
    await expect(checkPlatform()).rejects.toThrow('browser_too_old');
  });

  test('without X25519 is told to be too old', async () => {
    vi.stubGlobal('Worker', EventTarget);
    await expect(checkPlatform()).resolves.toBeUndefined();
    const refused = new DOMException('Unrecognized name.', 'NotSupportedError');
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValueOnce(refused);
    await expect(checkPlatform()).rejects.toThrow('browser_too_old');
  });
});
