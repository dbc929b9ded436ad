import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  comparePlaced,
  parsePosition,
  positionAtEnd,
  positionsToMove,
  type Placed,
} from './positions.ts';

const position = fc.oneof(
  fc.constantFrom('a0', 'a1', 'a1V', 'Zz', 'b00'),
  fc.constant(null),
  fc.string({ maxLength: 4 }).map(parsePosition),
);
const list = fc
  .uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 })
  .chain((ids) => fc.tuple(...ids.map((id) => position.map((p): Placed => ({ id, position: p })))))
  .map((entries) => [...entries].sort(comparePlaced));

function apply(entries: readonly Placed[], changes: ReadonlyMap<string, string>): Placed[] {
  return entries
    .map((entry) => ({ id: entry.id, position: changes.get(entry.id) ?? entry.position }))
    .sort(comparePlaced);
}

test('a moved item stands where it was put and the others keep their order, whatever the positions were', () => {
  fc.assert(
    fc.property(list, fc.nat(), fc.nat(14), (entries, which, index) => {
      const id = entries[which % entries.length]?.id ?? '';
      const others = entries.filter((e) => e.id !== id).map((e) => e.id);
      const after = apply(entries, positionsToMove(entries, id, index)).map((e) => e.id);
      const expected = others.toSpliced(Math.min(index, others.length), 0, id);
      expect(after).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('every position written is one that can be read again', () => {
  fc.assert(
    fc.property(list, fc.nat(), fc.nat(14), (entries, which, index) => {
      const id = entries[which % entries.length]?.id ?? '';
      for (const written of positionsToMove(entries, id, index).values()) {
        expect(parsePosition(written)).toBe(written);
      }
    }),
  );
});

test('with positions of their own, a move writes one position only', () => {
  const entries = [...'abcdefgh'].map((id, n) => ({ id, position: `a${String(n)}` }));
  fc.assert(
    fc.property(fc.nat(7), fc.nat(7), (which, index) => {
      const id = entries[which]?.id ?? '';
      expect(positionsToMove(entries, id, index).size).toBe(which === index ? 0 : 1);
    }),
  );
});

test('an item moved to where it is writes nothing', () => {
  const entries: Placed[] = [
    { id: 'a', position: 'a0' },
    { id: 'b', position: 'a1' },
  ];
  expect(positionsToMove(entries, 'b', 1).size).toBe(0);
  expect(positionsToMove(entries, 'b', 99).size).toBe(0);
  expect(positionsToMove(entries, 'gone', 0).size).toBe(0);
});

test('a new item stands last, also after items without a position', () => {
  const end = positionAtEnd([
    { id: 'a', position: 'a5' },
    { id: 'b', position: null },
  ]);
  expect(end > 'a5').toBe(true);
  expect(positionAtEnd([])).toBe('a0');
});

test('what is not a position is not believed', () => {
  for (const wrong of [
    undefined,
    null,
    7,
    {},
    '',
    'a',
    'a00',
    '!',
    'ä0',
    'a:',
    `a${'z'.repeat(300)}`,
  ]) {
    expect(parsePosition(wrong)).toBeNull();
  }
});

test('five thousand moves to one gap keep positions short enough to be believed', () => {
  let entries: Placed[] = [...'abc'].map((id, n) => ({ id, position: `a${String(n)}` }));
  for (let n = 0; n < 5_000; n += 1) {
    const last = entries.at(-1)?.id ?? '';
    entries = apply(entries, positionsToMove(entries, last, 1));
  }
  for (const entry of entries) expect(parsePosition(entry.position)).toBe(entry.position);
});
