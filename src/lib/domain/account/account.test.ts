import { describe, expect, test } from 'vitest';
import { parseEmail } from './email.ts';
import {
  costFor,
  isAcceptableKdf,
  isOutdatedKdf,
  kdfCeiling,
  kdfCost,
  kdfFloor,
  kdfSchema,
  kdfSmallCost,
  raisedCost,
} from './kdf.ts';
import { checkNewPassword, normalisePassword } from './password.ts';

describe('an address', () => {
  test('is kept as it is compared: trimmed, in lower case', () => {
    expect(parseEmail('  Ana.Maria+us@Example.ORG ')).toBe('ana.maria+us@example.org');
  });

  test.each(['', 'ana', 'ana@', '@example.org', 'a b@example.org', `${'a'.repeat(250)}@b.org`])(
    'that is none is refused, beside its field: %j',
    (typed) => {
      expect(() => parseEmail(typed)).toThrowError(
        expect.objectContaining({ code: 'address_invalid', field: 'email' }) as Error,
      );
    },
  );

  test('a pasted text of 100,000 characters is refused at once', () => {
    const before = performance.now();
    expect(() => parseEmail('a'.repeat(100_000))).toThrow('address_invalid');
    expect(() => parseEmail(`${'a.'.repeat(50_000)}@example.org`)).toThrow('address_invalid');
    expect(performance.now() - before).toBeLessThan(50);
  });
});

describe('a password', () => {
  test('of 12 to 1,024 characters is of acceptable length', () => {
    expect(checkNewPassword('x'.repeat(12))).toBe('x'.repeat(12));
    expect(checkNewPassword('x'.repeat(1024))).toBe('x'.repeat(1024));
  });

  test('that is shorter or longer is refused', () => {
    expect(() => checkNewPassword('x'.repeat(11))).toThrow('password_weak');
    expect(() => checkNewPassword('x'.repeat(1025))).toThrow('password_too_long');
    expect(() => normalisePassword('x'.repeat(100_000))).toThrow('password_too_long');
  });

  test('that is new and refused is told apart from the present one of the same form', () => {
    const beside = (field: string) => expect.objectContaining({ field }) as Error;
    for (const typed of ['x'.repeat(11), 'x'.repeat(1025)]) {
      expect(() => checkNewPassword(typed)).toThrowError(beside('new_password'));
    }
    expect(() => normalisePassword('x'.repeat(1025))).toThrowError(beside('password'));
  });

  test('keeps its spaces, and is the same however its letters are composed', () => {
    expect(normalisePassword(' u\u0308 ')).toBe(' \u00FC ');
  });
});

describe('KDF parameters', () => {
  const seed = 'A'.repeat(43);

  test('of a new account are acceptable, of less than the floor are not', () => {
    expect(isAcceptableKdf({ ...kdfCost, seed })).toBe(true);
    expect(isAcceptableKdf({ ...kdfCost, ...kdfFloor, seed })).toBe(true);
    expect(isAcceptableKdf({ ...kdfCost, memoryKib: kdfFloor.memoryKib - 1, seed })).toBe(false);
    expect(isAcceptableKdf({ ...kdfCost, iterations: 1, seed })).toBe(false);
  });

  test('of a slow device cost less, and never less than the floor', () => {
    expect(costFor(40)).toEqual(kdfCost);
    expect(costFor(2_000)).toEqual(kdfSmallCost);
    expect(isAcceptableKdf({ ...kdfSmallCost, seed })).toBe(true);
  });

  test('of today, of a slow device and of more than today are left as they are', () => {
    for (const cost of [kdfCost, kdfSmallCost, { ...kdfCost, iterations: 4 }]) {
      expect(isOutdatedKdf(cost)).toBe(false);
      expect(raisedCost(cost, kdfCost)).toBeNull();
    }
  });

  test('of an earlier version are raised, and never lowered', () => {
    const later = {
      usual: { ...kdfCost, memoryKib: 128 * 1024 },
      small: { ...kdfCost, memoryKib: 32 * 1024 },
    };
    expect(raisedCost(kdfCost, later.usual, later)).toEqual(later.usual);
    expect(raisedCost(kdfSmallCost, later.usual, later)).toEqual(later.usual);
    expect(raisedCost(kdfSmallCost, later.small, later)).toEqual(later.small);
    // A slow device leaves a better one alone.
    expect(raisedCost(kdfCost, later.small, later)).toBeNull();
  });

  test('that a server may ask for cost at most a few times what a new account costs', () => {
    const work = (cost: typeof kdfFloor | typeof kdfCeiling | typeof kdfCost) =>
      cost.memoryKib * cost.iterations;
    expect(work(kdfCeiling) / work(kdfCost)).toBeLessThan(16);
    // Half a gigabyte ends the tab on many telephones.
    expect(kdfCeiling.memoryKib).toBeLessThanOrEqual(256 * 1024);
    expect(isAcceptableKdf({ ...kdfCost, ...kdfCeiling, seed })).toBe(true);
  });

  test.each([
    { ...kdfCost, seed, algorithm: 'pbkdf2' },
    { ...kdfCost, seed, memoryKib: '65536' },
    { ...kdfCost, seed, iterations: 1.5 },
    { ...kdfCost, seed: 'not+base64/url' },
    { ...kdfCost },
    null,
  ])('of another shape are no parameters, %#', (value) => {
    expect(kdfSchema.safeParse(value).success).toBe(false);
  });
});
