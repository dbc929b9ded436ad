import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { Coverage } from './coverage.ts';

const sessions = ['00000000000000aa', 'ffffffffffffffff', '0123456789abcdef'] as const;
const pairs = fc.array(fc.tuple(fc.constantFrom(...sessions), fc.integer({ min: 1, max: 40 })));

function coverageOf(list: readonly (readonly [string, number])[]): Coverage {
  const coverage = new Coverage();
  for (const [session, seq] of list) coverage.add(session, seq);
  return coverage;
}

describe('a coverage', () => {
  it('contains exactly the pairs that were added, in whatever order', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.constantFrom(...sessions),
        fc.integer({ min: 1, max: 42 }),
        (list, session, seq) => {
          const expected = list.some(([s, n]) => s === session && n === seq);
          expect(coverageOf(list).has(session, seq)).toBe(expected);
        },
      ),
    );
  });

  it('with more holes than an honest session has is refused at once', () => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeUint8Array(encoder, new Uint8Array(8));
    encoding.writeVarUint(encoder, 150_000);
    for (let n = 0; n < 150_000; n += 1) {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
    }
    const hostile = encoding.toUint8Array(encoder);
    expect(() => Coverage.read(decoding.createDecoder(hostile))).toThrow('not a coverage');
  });

  it('knows whether it contains another one', () => {
    fc.assert(
      fc.property(pairs, pairs, (one, two) => {
        const expected = two.every(([s, n]) => one.some(([t, m]) => s === t && n === m));
        expect(coverageOf(one).contains(coverageOf(two))).toBe(expected);
        expect(coverageOf([...one, ...two]).contains(coverageOf(two))).toBe(true);
      }),
    );
  });

  it('comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const coverage = coverageOf(list);
        const encoder = encoding.createEncoder();
        coverage.write(encoder);
        const read = Coverage.read(decoding.createDecoder(encoding.toUint8Array(encoder)));
        expect(read.contains(coverage) && coverage.contains(read)).toBe(true);
        expect(read.hasGaps).toBe(coverage.hasGaps);
      }),
    );
  });

  it('has gaps exactly while an earlier number of a session is not in it', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const gap = list.some(([s, n]) =>
          Array.from({ length: n }, (_, index) => index + 1).some(
            (earlier) => !list.some(([t, m]) => s === t && m === earlier),
          ),
        );
        expect(coverageOf(list).hasGaps).toBe(gap);
      }),
    );
  });

  it('refuses bytes that are none', () => {
    const broken = [[1], [1, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0], [255, 255, 255]];
    for (const bytes of broken) {
      expect(() => Coverage.read(decoding.createDecoder(Uint8Array.from(bytes)))).toThrow();
    }
  });
});
