import type { Failure } from '$lib/domain/failure/failure.ts';
import { sentenceOf } from '$lib/ui/failures/sentences.ts';

/** Whether a failure belongs beside the field of the recovery code. */
export function isOfCode(failure: Failure | null): boolean {
  return failure?.code === 'recovery_code_mistyped' || failure?.code === 'recovery_code_wrong';
}

/** What stands beside that field: the sentence of the failure, and the group with the typo when it is known. */
export function besideCode(failure: Failure | null): string | undefined {
  if (failure === null || !isOfCode(failure)) return undefined;
  const group = /^group_(\d)$/.exec(failure.field ?? '')?.[1];
  const words = sentenceOf(failure);
  return group === undefined ? words : `${words} Look at group ${group} once more.`;
}
