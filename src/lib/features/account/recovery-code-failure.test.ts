import { describe, expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import { besideCode, isOfCode } from './recovery-code-failure.ts';

describe('beside the field of the recovery code', () => {
  test('a typo is said with its group, when that is known', () => {
    const typo = (field?: string) =>
      besideCode(new Failure('recovery_code_mistyped', field === undefined ? {} : { field }));
    expect(typo('group_3')).toMatch(/is not right\. .* Look at group 3 once more\.$/);
    expect(typo()).toContain('is not right.');
    expect(typo()).not.toContain('Look at group');
  });

  test('a code of another account is said, and no other failure is', () => {
    expect(besideCode(new Failure('recovery_code_wrong'))).toContain('does not belong');
    for (const failure of [null, new Failure('offline'), new Failure('password_weak')]) {
      expect(besideCode(failure)).toBeUndefined();
      expect(isOfCode(failure)).toBe(false);
    }
  });
});
