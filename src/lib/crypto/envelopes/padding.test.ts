import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pad, paddedLength, unpad } from './padding.ts';

const kind = fc.constantFrom('value', 'update', 'snapshot', 'key', 'awareness', 'cache');
const length = fc.integer({ min: 1, max: 2 ** 21 });

describe('padding', () => {
  test('any content comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), kind, (content, of) => {
        expect(unpad(pad(content, of))).toEqual(new Uint8Array(content));
      }),
    );
  });

  test('everything short has the same length', () => {
    const lengths = new Set(
      Array.from({ length: 256 }, (_, n) => pad(new Uint8Array(n), 'value').length),
    );
    expect(lengths).toEqual(new Set([256]));
  });

  test('a length keeps no more bits than its own logarithm has', () => {
    fc.assert(
      fc.property(length, (of) => {
        const padded = paddedLength(of, 'value');
        expect(padded).toBeGreaterThanOrEqual(of);
        if (of > 256) expect(padded / of).toBeLessThan(1 + 1 / 8);
        expect(paddedLength(padded, 'value')).toBe(padded);
      }),
    );
    const seen = new Set(Array.from({ length: 100_000 }, (_, n) => paddedLength(n + 1, 'value')));
    expect(seen.size).toBeLessThan(160);
  });

  test('a snapshot grows by less than a thirty-second', () => {
    fc.assert(
      fc.property(length, (of) => {
        if (of > 256) expect(paddedLength(of, 'snapshot') / of).toBeLessThan(1 + 1 / 16);
        if (of > 1024) expect(paddedLength(of, 'snapshot') / of).toBeLessThanOrEqual(1 + 1 / 32);
      }),
    );
  });

  test('longer content is never padded to less', () => {
    fc.assert(
      fc.property(length, kind, (of, k) => {
        expect(paddedLength(of + 1, k)).toBeGreaterThanOrEqual(paddedLength(of, k));
      }),
    );
  });

  test('bytes without the end mark are refused', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(256), Uint8Array.of(1, 2, 3)]) {
      expect(() => unpad(bytes)).toThrow('envelope_tampered');
    }
  });
});
