import { Failure } from '../failure/failure.ts';

/** Longest name of a space or a person, as `string.length` counts: a family of emoji fits several times. */
export const nameLength = 80;

/**
 * The name of a space or of a partner as it is kept: one line, without space around it, in one normal form.
 * @param field the form field that a failure belongs beside
 * @throws Failure `text_empty`, `text_too_long`
 */
export function parseName(typed: string, field: string): string {
  // Far more than any name: not worth normalising first.
  if (typed.length > 100 * nameLength) throw new Failure('text_too_long', { field });
  const name = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  // Marks that print nothing, such as a lone direction mark, would leave a person without a name.
  if (!/[^\p{Cf}\p{Cc}\p{Z}]/u.test(name)) throw new Failure('text_empty', { field });
  if (name.length > nameLength) throw new Failure('text_too_long', { field });
  return name;
}
