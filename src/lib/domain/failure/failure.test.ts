import { describe, expect, test } from 'vitest';
import { Failure, toFailure } from './failure.ts';

describe('whatever is thrown', () => {
  test('is a failure as it is, when it is one', () => {
    const failure = new Failure('text_empty', { field: 'title' });
    expect(toFailure(failure)).toBe(failure);
  });

  test.each([new TypeError('a defect'), 'words', null, undefined])(
    'is unexpected when it is %o, and keeps its cause to itself',
    (thrown) => {
      const failure = toFailure(thrown);
      expect(failure.code).toBe('unexpected');
      expect(failure.message).toBe('unexpected');
      if (thrown !== undefined) expect(failure.cause).toBe(thrown);
    },
  );
});
