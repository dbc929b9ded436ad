import * as z from 'zod/mini';

/**
 * What turns a password into keys: Argon2id (RFC 9106, version 0x13) with a random seed of the account. It is public, travels with the
 * sign-up and comes back from `prelogin`.
 */
export const kdfSchema = z.strictObject({
  algorithm: z.literal('argon2id'),
  /** 32 random bytes, base64url: the salt. */
  seed: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** Memory in KiB. */
  memoryKib: z.int().check(z.positive()),
  iterations: z.int().check(z.positive()),
  parallelism: z.int().check(z.positive()),
});

export type KdfParameters = z.infer<typeof kdfSchema>;
export type KdfCost = Omit<KdfParameters, 'seed'>;

/** What a new account uses. */
export const kdfCost: KdfCost = {
  algorithm: 'argon2id',
  memoryKib: 64 * 1024,
  iterations: 3,
  parallelism: 1,
};

/** OWASP's floor for Argon2id (Password Storage Cheat Sheet): a server that offers less wants the password guessed. */
export const kdfFloor = { memoryKib: 19 * 1024, iterations: 2, parallelism: 1 } as const;

/** More than this, some thirteen times what a new account costs, would only freeze the device or end its tab. */
export const kdfCeiling = { memoryKib: 256 * 1024, iterations: 10, parallelism: 4 } as const;

/** Whether a client may use these parameters: not weaker than the floor, not so heavy that the device would hang. */
export function isAcceptableKdf(kdf: KdfParameters): boolean {
  return (['memoryKib', 'iterations', 'parallelism'] as const).every(
    (cost) => kdf[cost] >= kdfFloor[cost] && kdf[cost] <= kdfCeiling[cost],
  );
}
