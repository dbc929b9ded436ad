import { loadPart } from './load-part.ts';

/**
 * Whether a recovery code is free of typos, before anything is done with it. Says nothing of what it opens.
 * @throws Failure `recovery_code_mistyped`, with `field` naming the group when it is known; as `loadPart`
 */
export async function checkRecoveryCode(typed: string): Promise<void> {
  const { parseRecoveryCode } = await loadPart(import('../crypto/recovery/index.ts'));
  await parseRecoveryCode(typed);
}
