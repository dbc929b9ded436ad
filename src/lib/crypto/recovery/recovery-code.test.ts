import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toFailure } from '../../domain/failure/failure.ts';
import { groupCount, readGroups } from './groups.ts';
import {
  formatRecoveryCode,
  newRecoveryCode,
  parseRecoveryCode,
  recoverySecret,
} from './recovery-code.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const secret = fc.uint8Array({ minLength: 16, maxLength: 16 });

async function fieldOf(typed: string): Promise<string | undefined> {
  try {
    await parseRecoveryCode(typed);
  } catch (thrown) {
    const failure = toFailure(thrown);
    expect(failure.code).toBe('recovery_code_mistyped');
    return failure.field ?? 'somewhere';
  }
  return undefined;
}

describe('a recovery code', () => {
  test('carries 128 bits in seven groups of five', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (bytes) => {
        const code = await formatRecoveryCode(bytes);
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(await parseRecoveryCode(code)).toBe(code);
        expect(recoverySecret(code)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  test('is never the same', async () => {
    const codes = await Promise.all(Array.from({ length: 50 }, () => newRecoveryCode()));
    expect(new Set(codes).size).toBe(50);
  });

  test('is read as people type it', async () => {
    const code = await formatRecoveryCode(new Uint8Array(16).fill(0));
    const spellings = [
      code.toLowerCase(),
      code.replaceAll('-', ' '),
      code.replaceAll('-', ''),
      `  ${code.replaceAll('-', ' – ')}\n`,
      code.replaceAll('0', 'O'),
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      code.replaceAll('1', 'I'),
      code.replaceAll('V', 'u'),
      code.replace(/[0-9A-Z]/g, (char) =>
        String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0),
      ),
    ];
    for (const typed of spellings) expect(await parseRecoveryCode(typed)).toBe(code);
  });

  test('a typo in any single symbol is found, and its group is named', async () => {
    const code = await newRecoveryCode();
    for (let at = 0; at < code.length; at += 1) {
      if (code[at] === '-') continue;
      for (const symbol of `${alphabet}*`) {
        if (symbol === code[at]) continue;
        const typed = code.slice(0, at) + symbol + code.slice(at + 1);
        expect(readGroups(typed)).toEqual({ group: Math.floor(at / 6) + 1 });
      }
    }
    expect(await fieldOf(code.replace(code[13] ?? '', '*'))).toMatch(/^group_[1-7]$/);
  });

  test('two neighbours that changed places are found, and their group is named', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.nat(6), fc.nat(3), async (bytes, group, at) => {
        const groups = (await formatRecoveryCode(bytes)).split('-');
        const chars = [...(groups[group] ?? '')];
        const [left = '', right = ''] = chars.slice(at, at + 2);
        fc.pre(left !== right);
        chars.splice(at, 2, right, left);
        groups[group] = chars.join('');
        expect(await fieldOf(groups.join('-'))).toBe(`group_${group + 1}`);
      }),
    );
  });

  test('groups in another order are found', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.nat(5), async (bytes, at) => {
        const groups = (await formatRecoveryCode(bytes)).split('-');
        const [left = '', right = ''] = groups.slice(at, at + 2);
        groups.splice(at, 2, right, left);
        expect(await fieldOf(groups.join('-'))).toBeDefined();
      }),
    );
  });

  test.each([
    ['', 'group_1'],
    ['hello', 'group_1'],
    ['x'.repeat(100_000), 'group_1'],
  ])('what is no code is refused', async (typed, field) => {
    expect(await fieldOf(typed)).toBe(field);
  });

  test('a missing or a further symbol is found', async () => {
    const code = await newRecoveryCode();
    expect(await fieldOf(code.slice(0, -1))).toBe(`group_${groupCount}`);
    expect(await fieldOf(`${code}7`)).toBe(`group_${groupCount}`);
  });

  test('groups that are right each for themselves but not together are found', async () => {
    const one = (await formatRecoveryCode(new Uint8Array(16).fill(1))).split('-');
    const two = (await formatRecoveryCode(new Uint8Array(16).fill(2))).split('-');
    const mixed = [...one.slice(0, 3), ...two.slice(3)].join('-');
    expect(readGroups(mixed)).toHaveProperty('symbols');
    expect(await fieldOf(mixed)).toBe('somewhere');
  });
});
