import { Failure } from '../failure/failure.ts';
import { countCharacters, limits } from './limits.ts';

/**
 * A document's title as it is kept: one line, without space around it, in one normal form.
 * @throws {Failure} `text_empty` or `text_too_long`, with the field `title`
 */
export function parseTitle(typed: string): string {
  const title = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  // Only marks that print nothing, such as a lone direction mark, would leave a link without a name.
  if (!/[^\p{Cf}\p{Cc}\p{Z}]/u.test(title)) throw new Failure('text_empty', { field: 'title' });
  if (countCharacters(title, limits.titleCharacters) > limits.titleCharacters) {
    throw new Failure('text_too_long', { field: 'title' });
  }
  return title;
}
