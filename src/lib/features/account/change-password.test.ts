import { expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import { ChangePassword } from './change-password.svelte.ts';

function form(answer: () => Promise<void> = () => Promise.resolve()) {
  const calls: string[] = [];
  const change = new ChangePassword({
    account: { id: '1', email: 'quillfeather@tansy.example' },
    passwords: {
      change: (present, next) => {
        calls.push(`${present} > ${next}`);
        return answer();
      },
    },
  });
  change.present = 'the one of before';
  change.next.typed = 'copper lantern walks backwards';
  return { change, calls };
}

test('the password changes once, however often the button is pressed', async () => {
  const { change, calls } = form();
  expect(await Promise.all([change.submit(), change.submit()])).toEqual([true, false]);
  expect(calls).toEqual(['the one of before > copper lantern walks backwards']);
});

test('a new password that is easy to guess, as one’s own address is, changes nothing', async () => {
  const { change, calls } = form();
  for (const [typed, code] of [
    ['password1234', 'password_weak'],
    ['quillfeather@tansy.example', 'password_weak'],
    ['x'.repeat(2000), 'password_too_long'],
  ] as const) {
    change.next.typed = typed;
    expect(await change.submit()).toBe(false);
    expect(change.attempt.failureOf('new_password')?.code).toBe(code);
    expect(change.attempt.failureOf('password')).toBeNull();
  }
  expect(calls).toEqual([]);
});

test('a wrong present password is said beside its own field, and everything typed stays', async () => {
  const { change } = form(() =>
    Promise.reject(new Failure('wrong_password', { field: 'password' })),
  );
  expect(await change.submit()).toBe(false);
  expect(change.attempt.failureOf('password')?.code).toBe('wrong_password');
  expect(change.attempt.failureOf('new_password')).toBeNull();
  expect(change.present).toBe('the one of before');
  expect(change.next.typed).toBe('copper lantern walks backwards');
});
