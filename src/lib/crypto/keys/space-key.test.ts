import { beforeAll, describe, expect, test } from 'vitest';
import {
  envelopeFromText,
  envelopeToText,
  openText,
  readHeader,
  sealText,
} from '../envelopes/index.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { referenceDerive, referenceOpen } from '../vectors/noble-reference.ts';
import { accountBranches, newAccountKey } from './account-key.ts';
import { objectKey, type KeyedObject } from './object-key.ts';
import { createSpaceKey, newestSpaceKey, unwrapSpaceKey, wrapSpaceKey } from './space-key.ts';
import type { SharedBranch, SpaceKey } from './types.ts';

const holder = {
  userId: 'aaaaaaaa-0000-4000-8000-000000000001',
  spaceId: 'bbbbbbbb-0000-4000-8000-000000000001',
};
const other = {
  userId: 'aaaaaaaa-0000-4000-8000-000000000002',
  spaceId: 'bbbbbbbb-0000-4000-8000-000000000002',
};

let shared: SharedBranch;
let spaceKey: SpaceKey;

beforeAll(async () => {
  ({ shared } = await accountBranches(newAccountKey()));
  spaceKey = await createSpaceKey(1);
});

describe('a wrapped space key', () => {
  test('opens for its holder', async () => {
    const wrapped = await wrapSpaceKey(shared, holder, spaceKey);
    const opened = await unwrapSpaceKey(shared, holder, 1, wrapped);
    expect(opened.secret).toEqual(spaceKey.secret);
    expect(opened.epoch).toBe(1);
  });

  test.each([
    ['to another person', { ...holder, userId: other.userId }, 1],
    ['to another space', { ...holder, spaceId: other.spaceId }, 1],
    ['to another epoch', holder, 0],
  ])('does not open when it is moved %s', async (_name, where, epoch) => {
    const wrapped = await wrapSpaceKey(shared, holder, spaceKey);
    await expect(unwrapSpaceKey(shared, where, epoch, wrapped)).rejects.toThrow(
      'envelope_tampered',
    );
  });

  test('does not open for another account', async () => {
    const wrapped = await wrapSpaceKey(shared, holder, spaceKey);
    const stranger = await accountBranches(newAccountKey());
    await expect(unwrapSpaceKey(stranger.shared, holder, 1, wrapped)).rejects.toThrow(
      'envelope_tampered',
    );
  });
});

describe('the key of an object', () => {
  const document: KeyedObject = {
    kind: 'document',
    object: 'cccccccc-0000-4000-8000-000000000001',
    generation: 0,
  };
  const place = {
    kind: 'update',
    owner: holder.spaceId,
    object: document.object,
    field: 'u',
    generation: 0,
  } as const;

  test('comes from the space key by name alone, as HKDF says', async () => {
    const key = await objectKey(spaceKey, document);
    const sealed = await sealBytes(key, place, Uint8Array.of(1, 2, 3));
    const { kind, object, generation } = document;
    const secret = referenceDerive(spaceKey.secret, 32, 'object', kind, object, generation);
    const text = Buffer.from(sealed).toString('base64url');
    expect(referenceOpen(secret, place, text)).toEqual(Uint8Array.of(1, 2, 3));
    expect(key.epoch).toBe(1);
    expect(key.key.extractable).toBe(false);
  });

  test.each<[string, Partial<KeyedObject>]>([
    ['another kind', { kind: 'awareness' }],
    ['another object', { object: 'cccccccc-0000-4000-8000-000000000002' }],
    ['another generation', { generation: 1 }],
  ])('is another key for %s', async (_name, change) => {
    const sealed = await sealBytes(await objectKey(spaceKey, document), place, new Uint8Array(3));
    const elsewhere = await objectKey(spaceKey, { ...document, ...change });
    await expect(openBytes(elsewhere, place, sealed)).rejects.toThrow('envelope_tampered');
  });

  test('of an earlier epoch is told apart, so that the right one can be fetched', async () => {
    const sealed = await sealBytes(await objectKey(spaceKey, document), place, new Uint8Array(3));
    const next = await objectKey(await createSpaceKey(2), document);
    await expect(openBytes(next, place, sealed)).rejects.toThrow('envelope_wrong_epoch');
  });
});

describe('a space key with epochs before it', () => {
  const place = {
    kind: 'value',
    owner: 'cccccccc-0000-4000-8000-000000000000',
    object: 'cccccccc-0000-4000-8000-000000000000',
    field: 'spaces.name_sealed',
    generation: 0,
  } as const;
  const object = { kind: 'space', object: place.object, generation: 0 } as const;

  test('seals in the newest epoch, and opens what each of them sealed', async () => {
    const keys = [await createSpaceKey(0), await createSpaceKey(1), await createSpaceKey(2)];
    const [oldest, , newest] = await Promise.all(
      keys.map(async (key) => sealText(await objectKey(key, object), place, String(key.epoch))),
    );
    const ring = newestSpaceKey([keys[1], keys[2], keys[0]].filter((key) => key !== undefined));
    if (ring === null) throw new Error('no key');
    expect([ring.epoch, ring.earlier?.map(({ epoch }) => epoch)]).toEqual([2, [1, 0]]);
    const key = await objectKey(ring, object);
    expect(await openText(key, place, oldest ?? '')).toBe('0');
    expect(await openText(key, place, newest ?? '')).toBe('2');
    const fresh = await sealText(key, place, 'now');
    expect(readHeader(envelopeFromText(fresh)).epoch).toBe(2);
  });

  test('does not open one epoch’s words with another one’s key', async () => {
    const [first, second, later] = [
      await createSpaceKey(0),
      await createSpaceKey(1),
      await createSpaceKey(2),
    ];
    const ring = await objectKey(newestSpaceKey([first, second]) ?? second, object);
    const sealed = await sealText(await objectKey(later, object), place, 'later');
    await expect(openText(ring, place, sealed)).rejects.toThrow('envelope_wrong_epoch');
    // The same envelope with another epoch written on it: its header is authenticated.
    const bytes = envelopeFromText(sealed).slice();
    new DataView(bytes.buffer).setUint32(3, 1);
    const relabelled = envelopeToText(bytes as Parameters<typeof envelopeToText>[0]);
    await expect(openText(ring, place, relabelled)).rejects.toThrow('envelope_tampered');
  });
});
