import type { Failure } from '../../domain/failure/failure.ts';
import { sentenceOf } from './sentences.ts';

/** The `error` of a field: a failure in one line, or nothing. */
export function errorBeside(failure: Failure | null | undefined): string | undefined {
  return failure ? sentenceOf(failure) : undefined;
}
