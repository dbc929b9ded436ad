import { expect, test } from 'vitest';
import type { Accounts } from '../data/accounts.ts';
import { createSupabase } from '../data/client.ts';
import { Failure } from '../domain/failure/failure.ts';
import { AccountEnd } from './account-end.ts';
import type { Prover } from './account/prove-password.ts';

const account = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.org' };

/** Somebody who is signed in, whose password is "right", and a server that takes the account away and may lose its answer. */
function signedIn({ losesAnswers = 0 } = {}) {
  let left = losesAnswers;
  const asked: string[] = [];
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const client = createSupabase({
    origin: 'https://holdfast.example',
    storage,
    fetch: (input) => {
      asked.push(new URL(input instanceof Request ? input.url : input).pathname);
      left -= 1;
      if (left >= 0) return Promise.reject(new TypeError('Failed to fetch'));
      return Promise.resolve(new Response(null, { status: 204 }));
    },
  });
  const opened = (password: string) =>
    password === 'right'
      ? Promise.resolve({ authSecret: 'A1a-right' })
      : Promise.reject(new Failure('wrong_password', { field: 'password' }));
  const holder = {
    keys: { account },
    openWithPassword: (_client: unknown, password: string) => opened(password),
    replaceAccount: () => undefined,
  };
  const accounts: Pick<Accounts, 'signIn'> = { signIn: () => Promise.resolve(account) };
  const end = new AccountEnd({ client, accounts, holder } as unknown as Prover);
  return { end, deletions: () => asked.length };
}

test('nothing is deleted with a wrong password', async () => {
  const { end, deletions } = signedIn();
  await expect(end.deleteAccount('wrong')).rejects.toMatchObject({ code: 'wrong_password' });
  expect(deletions()).toBe(0);
});

test('after an answer that got lost it still takes the password', async () => {
  const { end, deletions } = signedIn({ losesAnswers: 1 });
  await expect(end.deleteAccount('right')).rejects.toMatchObject({ code: 'server_unreachable' });
  await expect(end.deleteAccount('wrong')).rejects.toMatchObject({ code: 'wrong_password' });
  expect(deletions()).toBe(1);
  await end.deleteAccount('right');
  expect(deletions()).toBe(2);
});
