import { subtle } from '../platform/subtle.ts';
import { wordList } from './word-list.ts';

export type FourWords = readonly [string, string, string, string];

/** Makes the search for other material with the same words 2^18 times dearer, at some 50 ms for us. */
const iterations = 200_000;

/** 4 × 9 bits of what two people compare, stretched with PBKDF2 (RFC 8018), as four words of the list. */
export async function fourWordsOf(
  material: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<FourWords> {
  const key = await subtle().importKey('raw', material, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const view = new DataView(await subtle().deriveBits(algorithm, key, 64));
  const word = (index: number) => wordList[view.getUint16(index * 2) % wordList.length] ?? '';
  return [word(0), word(1), word(2), word(3)];
}
