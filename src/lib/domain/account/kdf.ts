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

/**
 * What an account uses that is made, or gets another password, on a slow device: nothing less than the floor. Later versions raise both;
 * accounts follow at their next sign-in.
 */
export const kdfSmallCost: KdfCost = { algorithm: 'argon2id', ...kdfFloor };

/** What a device is measured by: a twelfth of the work of the usual cost. */
export const kdfTrial = { memoryKib: 16 * 1024, iterations: 1 } as const;

/** A device that takes longer for the trial would take more than three seconds at each opening. */
const slowTrialMs = 250;

/** The cost for a password that is chosen on a device which took so long for the trial. */
export function costFor(trialMs: number): KdfCost {
  return trialMs > slowTrialMs ? kdfSmallCost : kdfCost;
}

export interface KdfProfiles {
  readonly usual: KdfCost;
  readonly small: KdfCost;
}

const profiles: KdfProfiles = { usual: kdfCost, small: kdfSmallCost };

const costs = ['memoryKib', 'iterations', 'parallelism'] as const;

/** Whether these parameters are of an earlier version: neither of the two that new passwords get, nor more than the usual. */
export function isOutdatedKdf(kdf: KdfCost, { usual, small }: KdfProfiles = profiles): boolean {
  const isSmall = costs.every((cost) => kdf[cost] === small[cost]);
  return !isSmall && !costs.every((cost) => kdf[cost] >= usual[cost]);
}

/**
 * The cost that an outdated password is raised to on this device, or null when it stays as it is: nothing ever becomes cheaper to guess.
 * @param chosen what a new password would get here
 */
export function raisedCost(kdf: KdfCost, chosen: KdfCost, current?: KdfProfiles): KdfCost | null {
  const work = (cost: KdfCost) => cost.memoryKib * cost.iterations;
  return isOutdatedKdf(kdf, current) && work(chosen) > work(kdf) ? chosen : null;
}

/** More than this, some thirteen times what a new account costs, would only freeze the device or end its tab. */
export const kdfCeiling = { memoryKib: 256 * 1024, iterations: 10, parallelism: 4 } as const;

/** Whether a client may use these parameters: not weaker than the floor, not so heavy that the device would hang. */
export function isAcceptableKdf(kdf: KdfParameters): boolean {
  return costs.every((cost) => kdf[cost] >= kdfFloor[cost] && kdf[cost] <= kdfCeiling[cost]);
}
