/** Crockford's base32: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const groupCount = 7;
/** Four symbols and one that checks them. */
const groupLength = 5;
/** Symbols that carry the code: 28, that is 140 bits. */
export const dataSymbols = groupCount * (groupLength - 1);

/** Writes 28 symbols (0 to 31) as seven groups of five with dashes. */
export function writeGroups(symbols: readonly number[]): string {
  const groups: string[] = [];
  for (let index = 0; index < groupCount; index += 1) {
    const data = symbols.slice(index * (groupLength - 1), (index + 1) * (groupLength - 1));
    groups.push([...data, checkSymbol(data, index)].map((symbol) => alphabet[symbol]).join(''));
  }
  return groups.join('-');
}

export type ReadGroups =
  | { readonly symbols: readonly number[] }
  /** `group` counts from 1; it is the group where the first thing is wrong. */
  | { readonly group: number };

/**
 * Reads groups as people type them: any case, any spaces and dashes (or none), O for 0, I and L for 1, U for V. Finds each single wrong
 * symbol and each pair of neighbours that changed places, and says in which group.
 */
export function readGroups(typed: string): ReadGroups {
  const compact = typed.slice(0, 500).normalize('NFKC').toUpperCase().replace(separators, '');
  const symbols: number[] = [];
  for (let index = 0; index < groupCount; index += 1) {
    const group = Array.from(
      compact.slice(index * groupLength, (index + 1) * groupLength),
      (char) => alphabet.indexOf(lookAlikes[char] ?? char),
    );
    const data = group.slice(0, -1);
    const right =
      group.length === groupLength &&
      !group.includes(-1) &&
      group.at(-1) === checkSymbol(data, index);
    if (!right) return { group: index + 1 };
    symbols.push(...data);
  }
  if (compact.length > groupCount * groupLength) return { group: groupCount };
  return { symbols };
}

const separators = /[\s\p{Dash_Punctuation}\u200B\uFEFF.,_]/gu;
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };

/**
 * A weighted sum over GF(32) with weights 1, x, x², x³: a change of one symbol, or two neighbours swapped, always changes it. The group's
 * own number is added, so that groups in the wrong order do not check either.
 */
function checkSymbol(data: readonly number[], groupIndex: number): number {
  let sum = groupIndex + 1;
  for (const symbol of data) sum = timesX(sum) ^ symbol;
  return timesX(sum);
}

/** Times x in GF(2)[x] / (x⁵ + x² + 1). */
function timesX(value: number): number {
  const shifted = value << 1;
  return (shifted & 32 ? shifted ^ 0b100101 : shifted) & 31;
}
