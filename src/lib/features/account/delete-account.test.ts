import { expect, test } from 'vitest';
import { DeleteAccount } from './delete-account.svelte.ts';

test('without a password the question is not asked, and the field says why', () => {
  const form = new DeleteAccount({
    end: { deleteAccount: () => Promise.reject(new Error('nothing is deleted')) },
  });
  form.ask();
  expect(form.asking).toBe(false);
  expect(form.attempt.failureOf('password')?.code).toBe('wrong_password');
  form.password = 'tangle lantern orchard';
  form.ask();
  expect(form.asking).toBe(true);
  expect(form.attempt.failure).toBeNull();
});
