import { beforeAll, describe, expect, test } from 'vitest';
import { sealJson } from '../envelopes/json.ts';
import { accountBranches, newAccountKey } from './account-key.ts';
import { importIdentity, newPrivateKey } from './identity.ts';
import { addPin, checkPin, openPins, pinOf, sealPins } from './pins.ts';
import { sharedWrappingKey } from './shared-branch.ts';
import type { PublicKey, SharedBranch } from './types.ts';

const me = 'aaaaaaaa-0000-4000-8000-000000000001';
const partner = 'aaaaaaaa-0000-4000-8000-000000000002';
let shared: SharedBranch;
let first: PublicKey;
let second: PublicKey;

beforeAll(async () => {
  ({ shared } = await accountBranches(newAccountKey()));
  first = (await importIdentity(await newPrivateKey())).publicKey;
  second = (await importIdentity(await newPrivateKey())).publicKey;
});

describe('pins', () => {
  test('keep the key of a partner across devices', async () => {
    const { envelope } = await addPin(shared, me, {}, { userId: partner, publicKey: first });
    const pins = await openPins(shared, me, envelope);
    expect(pins).toEqual({ [partner]: first });
    expect(checkPin(pins, partner, first)).toBe(first);
  });

  test('a partner whose key changed is not let in silently', async () => {
    const { pins } = await addPin(shared, me, {}, { userId: partner, publicKey: first });
    expect(() => checkPin(pins, partner, second)).toThrow('partner_key_changed');
    await expect(addPin(shared, me, pins, { userId: partner, publicKey: second })).rejects.toThrow(
      'partner_key_changed',
    );
    const again = await addPin(shared, me, pins, { userId: partner, publicKey: first });
    expect(again.pins).toEqual(pins);
  });

  test('somebody who was never pinned does not pass, whatever their name', () => {
    for (const name of [partner, '__proto__', 'constructor', 'toString']) {
      expect(pinOf({}, name)).toBeUndefined();
      expect(() => checkPin({}, name, first)).toThrow('partner_key_changed');
    }
  });

  test('pins of another person, or made of anything else, do not open', async () => {
    const sealed = await sealPins(shared, me, { [partner]: first });
    await expect(openPins(shared, partner, sealed)).rejects.toThrow('envelope_tampered');
    const place = {
      kind: 'value',
      owner: me,
      object: me,
      field: 'keyrings.pins',
      generation: 0,
    } as const;
    const key = await sharedWrappingKey(shared);
    await expect(openPins(shared, me, await sealJson(key, place, [1]))).rejects.toThrow(
      'envelope_tampered',
    );
    await expect(
      openPins(shared, me, await sealJson(key, place, { [partner]: 'short' })),
    ).rejects.toThrow('keyring_broken');
  });
});
