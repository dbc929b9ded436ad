export interface CharactersLeft {
  readonly over: boolean;
  readonly sentence: string;
}

const number = new Intl.NumberFormat('en');

/**
 * What to say about the room left in a text, or null while there is no need to say anything: only the last tenth of the limit
 * (at most its last 200 characters) is worth a word. Characters are counted as `string.length` counts them, as the limits are.
 */
export function charactersLeft(text: string, limit: number | undefined): CharactersLeft | null {
  if (limit === undefined) return null;
  const left = limit - text.length;
  if (left > Math.min(200, limit / 10)) return null;
  if (left >= 0) {
    return {
      over: false,
      sentence: `${number.format(left)} ${left === 1 ? 'character' : 'characters'} left`,
    };
  }
  return {
    over: true,
    sentence: `${number.format(-left)} ${left === -1 ? 'character' : 'characters'} too long. Nothing is cut off.`,
  };
}
