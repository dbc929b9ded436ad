import { describe, expect, test } from 'vitest';
import {
  blankEntry,
  entryBodySchema,
  entryDraftSchema,
  finishEntry,
  longTextLimit,
  nothingWritten,
  sameEntry,
  type EntryBody,
} from './entry.ts';

const blank = blankEntry('2026-11-22');
const written: EntryBody = {
  ...blank,
  at: '18:30',
  how: 'phone',
  said: 'We spoke about the move.',
  feelings: [{ name: 'hopeful', strength: 6 }],
  heldBack: 'That I am afraid of the distance.',
  moved: 'half_step',
};

function failure(draft: EntryBody): unknown {
  try {
    finishEntry(draft);
    return null;
  } catch (thrown) {
    return thrown;
  }
}

describe('an entry of the private log', () => {
  test('is kept letter by letter: spaces, emoji, right-to-left, combining marks and markup', () => {
    const said = '  <script>alert(1)</script> {{x}} 🫂 שלום e\u0301 \n\n ';
    expect(finishEntry({ ...written, said }).said).toBe(said);
    expect(finishEntry(written)).toEqual(written);
  });

  test('needs something written; the day alone is nothing', () => {
    expect(nothingWritten(blank)).toBe(true);
    expect(failure(blank)).toMatchObject({ code: 'text_empty' });
    expect(failure({ ...blank, heldBack: 'One line.' })).toBeNull();
    expect(failure({ ...blank, moved: 'back' })).toBeNull();
  });

  test.each(['', '2026-13-01', '2026-02-30', 'yesterday', '20261122'])(
    'refuses the day %j beside its field',
    (on) => {
      expect(failure({ ...written, on })).toMatchObject({ code: 'date_invalid', field: 'on' });
    },
  );

  test('refuses a time that no clock shows, and takes an empty one as none', () => {
    expect(failure({ ...written, at: '24:00' })).toMatchObject({
      code: 'date_invalid',
      field: 'at',
    });
    expect(finishEntry({ ...written, at: '' }).at).toBeNull();
  });

  test('holds 100,000 characters in each long field, and names the field that has more', () => {
    const full = 'é'.repeat(longTextLimit);
    expect(failure({ ...written, said: full, heldBack: full })).toBeNull();
    expect(failure({ ...written, heldBack: `${full}.` })).toMatchObject({
      code: 'text_too_long',
      field: 'heldBack',
    });
  });

  test('leaves out feelings without a name and trims the others', () => {
    const feelings = [
      { name: ' sad ', strength: 3 },
      { name: '  ', strength: 9 },
    ];
    expect(finishEntry({ ...written, feelings }).feelings).toEqual([{ name: 'sad', strength: 3 }]);
  });

  test('a strength outside 0 to 10 does not pass the schema', () => {
    for (const strength of [-1, 11, 2.5]) {
      const feelings = [{ name: 'sad', strength }];
      expect(entryBodySchema.safeParse({ ...written, feelings }).success).toBe(false);
    }
  });

  test('a draft may have a half-typed day, a stored entry may not', () => {
    expect(entryDraftSchema.safeParse({ ...written, on: '' }).success).toBe(true);
    expect(entryBodySchema.safeParse({ ...written, on: '' }).success).toBe(false);
  });

  test('two entries are the same only when every field is', () => {
    expect(sameEntry(written, { ...written })).toBe(true);
    const changes: Partial<EntryBody>[] = [
      { on: '2026-11-21' },
      { at: null },
      { how: 'text' },
      { said: 'x' },
      { heldBack: 'x' },
      { moved: null },
      { feelings: [] },
      { feelings: [{ name: 'hopeful', strength: 7 }] },
      { feelings: [{ name: 'hopefuls', strength: 6 }] },
    ];
    for (const change of changes) expect(sameEntry(written, { ...written, ...change })).toBe(false);
  });
});
