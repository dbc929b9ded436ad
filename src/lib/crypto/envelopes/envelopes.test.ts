import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ObjectKey } from '../keys/types.ts';
import { randomBytes } from '../platform/subtle.ts';
import { fixedObjectKey } from '../vectors/fixed-keys.ts';
import { referenceOpen, referenceSeal } from '../vectors/noble-reference.ts';
import {
  envelopeFromText,
  envelopeToText,
  openBytes,
  openJson,
  openText,
  readHeader,
  sealBytes,
  sealJson,
  sealText,
  type EnvelopeBinding,
} from './index.ts';

const place: EnvelopeBinding = {
  kind: 'value',
  owner: '0b8d9e0a-5f0e-4d6e-9d5d-0d3f6c1b2a10',
  object: '7c1f2f5e-9a43-4a37-8d5e-52b1a3d1f0aa',
  field: 'documents.title_sealed',
  generation: 3,
};
const secret = randomBytes(32);
let key: ObjectKey;

beforeAll(async () => {
  key = await fixedObjectKey(secret, 2);
});

const anyText = fc.string({ unit: 'binary', maxLength: 400 });

/** Characters of the shortest envelope, as the CHECKs of the database know it: 7 + 12 + 256 + 16 bytes. */
const shortest = 388;

describe('an envelope', () => {
  test('gives back any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await openText(key, place, await sealText(key, place, text))).toBe(text);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFFhello'],
    ['right-to-left text with marks', 'שָׁלוֹם עֲלֵיכֶם\u202E'],
    ['a family of emoji', '👨‍👩‍👧‍👦'.repeat(500)],
    ['markup', '<script>alert("x")</script>'],
    ['100,000 characters', 'socks 🧦 '.repeat(11_112)],
    ['trailing zeros and end marks', '\u0080\u0000\u0000'],
  ])('gives back %s', async (_name, text) => {
    expect(await openText(key, place, await sealText(key, place, text))).toBe(text);
  });

  test('gives back any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const opened = await openJson(key, place, await sealJson(key, place, value));
        expect(JSON.stringify(opened)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('gives back any bytes, also out of shared or larger memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(600)).fill(7);
    const envelope = await sealBytes(key, place, shared.subarray(5, 55));
    const inside = new Uint8Array(new SharedArrayBuffer(envelope.length + 20));
    inside.set(envelope, 10);
    const opened = await openBytes(key, place, inside.subarray(10, 10 + envelope.length));
    expect(opened).toEqual(new Uint8Array(50).fill(7));
  });

  test('says its version, suite, kind and epoch, and hides the rest', async () => {
    const bytes = await sealBytes(key, place, new Uint8Array(10));
    expect([...bytes.subarray(0, 7)]).toEqual([1, 1, 2, 0, 0, 0, 2]);
    expect(readHeader(bytes)).toEqual({ suite: 1, kind: 'value', epoch: 2 });
    expect(bytes.length).toBe(7 + 12 + 256 + 16);
    expect(envelopeToText(bytes).length).toBe(shortest);
  });

  test('never looks the same twice', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => sealText(key, place, 'same')));
    expect(new Set(all.map((text) => text.slice(10, 26))).size).toBe(50);
  });

  test('has the same length for every short text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
        expect((await sealText(key, place, text)).length).toBe(shortest);
      }),
    );
  });

  test('is read by another implementation, and reads its', async () => {
    const sealed = await sealText(key, place, 'I need to be heard');
    expect(Buffer.from(referenceOpen(secret, place, sealed)).toString()).toBe('I need to be heard');
    const content = new TextEncoder().encode('me too');
    const theirs = referenceSeal(secret, place, content, {
      kind: 2,
      epoch: 2,
      nonce: randomBytes(12),
    });
    expect(await openText(key, place, theirs)).toBe('me too');
  });

  test('costs one call of the cipher to seal and one to open', async () => {
    const { subtle } = crypto;
    const calls = (
      ['encrypt', 'decrypt', 'deriveKey', 'deriveBits', 'importKey', 'digest'] as const
    ).map((name) => vi.spyOn(subtle, name));
    try {
      const update = { ...place, kind: 'update' } as const;
      await openBytes(key, update, await sealBytes(key, update, new Uint8Array(40)));
      expect(calls.map((call) => call.mock.calls.length)).toEqual([1, 1, 0, 0, 0, 0]);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

describe('an envelope fails closed', () => {
  test('when any bit is flipped', async () => {
    const sealed = await sealBytes(key, place, new TextEncoder().encode('half a step forward'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = sealed.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(openBytes(key, place, flipped)).rejects.toMatchObject({
        code: expect.stringMatching(/^envelope_/) as string,
      });
    }
  });

  test('when it is cut or lengthened', async () => {
    const sealed = await sealBytes(key, place, new Uint8Array(3));
    for (let length = 0; length < sealed.length; length += 1) {
      await expect(openBytes(key, place, sealed.subarray(0, length))).rejects.toThrow(
        'envelope_tampered',
      );
    }
    const longer = Uint8Array.of(...sealed, 0);
    await expect(openBytes(key, place, longer)).rejects.toThrow('envelope_tampered');
  });

  test.each([
    ['person or space', { owner: place.object }],
    ['object', { object: place.owner }],
    ['field', { field: 'spaces.name_sealed' }],
    ['generation', { generation: 4 }],
    ['kind', { kind: 'update' }],
    ['owner and object exchanged', { owner: place.object, object: place.owner }],
  ] as const)('when it is moved to another %s', async (_name, change) => {
    const sealed = await sealText(key, place, 'mine');
    await expect(openText(key, { ...place, ...change }, sealed)).rejects.toThrow(
      'envelope_tampered',
    );
  });

  test('when any part of its place differs', async () => {
    const words = fc.string({ maxLength: 12 });
    const where = fc.record({ owner: words, object: words, field: words, generation: fc.nat() });
    await fc.assert(
      fc.asyncProperty(where, where, async (from, to) => {
        const sealed = await sealText(key, { kind: 'value', ...from }, 'x');
        const opening = openText(key, { kind: 'value', ...to }, sealed);
        if (JSON.stringify(from) === JSON.stringify(to)) expect(await opening).toBe('x');
        else await expect(opening).rejects.toThrow('envelope_tampered');
      }),
    );
  });

  test('under another key', async () => {
    const sealed = await sealText(key, place, 'mine');
    const other = await fixedObjectKey(randomBytes(32), 2);
    await expect(openText(other, place, sealed)).rejects.toThrow('envelope_tampered');
  });

  test('under the same secret in another epoch, and says so', async () => {
    const sealed = await sealText(key, place, 'mine');
    const later = await fixedObjectKey(secret, 3);
    await expect(openText(later, place, sealed)).rejects.toThrow('envelope_wrong_epoch');
    const relabelled = envelopeFromText(sealed);
    relabelled[6] = 3;
    await expect(openBytes(later, place, relabelled)).rejects.toThrow('envelope_tampered');
  });

  test.each([
    ['version', 0, 2],
    ['suite', 1, 9],
    ['kind', 2, 200],
  ])('when a later app gave it another %s, which is told apart', async (_name, at, value) => {
    const sealed = await sealBytes(key, place, new Uint8Array(1));
    sealed[at] = value;
    await expect(openBytes(key, place, sealed)).rejects.toThrow('envelope_unknown_version');
  });

  test.each(['', 'hello', 'AQ', 'A'.repeat(388), 'not base64 at all, but rather long '.repeat(20)])(
    'when it is no envelope: %j',
    async (text) => {
      await expect(openText(key, place, text)).rejects.toThrow('envelope_tampered');
    },
  );

  test('when its text is no text, or its JSON no JSON', async () => {
    const bytes = envelopeToText(await sealBytes(key, place, Uint8Array.of(0xff, 0xfe)));
    await expect(openText(key, place, bytes)).rejects.toThrow('envelope_tampered');
    const text = await sealText(key, place, '{"a":');
    await expect(openJson(key, place, text)).rejects.toThrow('envelope_tampered');
  });
});
