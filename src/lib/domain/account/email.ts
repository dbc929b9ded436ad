import * as z from 'zod/mini';
import { Failure } from '../failure/failure.ts';

/** An address as it is stored and compared: trimmed, lower case, at most 254 characters (RFC 5321). */
export const emailSchema = z.string().check(z.trim(), z.toLowerCase(), z.maxLength(254), z.email());

/**
 * The address that a person typed, as it is stored.
 * @throws Failure `address_invalid`
 */
export function parseEmail(typed: string): string {
  // Longer than any address with spaces around it: not worth running patterns over.
  const parsed = typed.length > 1000 ? null : emailSchema.safeParse(typed);
  if (!parsed?.success) throw new Failure('address_invalid', { field: 'email' });
  return parsed.data;
}
