import { expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import { ChangeAddress } from './change-address.svelte.ts';

function form(answer: () => Promise<'mail' | 'console'> = () => Promise.resolve('mail')) {
  const calls: string[] = [];
  const account = { id: '1', email: 'quillfeather@tansy.example' };
  const change = new ChangeAddress({
    account,
    addresses: {
      askFor: (password, email) => {
        calls.push(`${password} > ${email}`);
        return answer();
      },
      look: () => Promise.resolve(account),
    },
  });
  change.password = 'copper lantern';
  change.email = ' New@Tansy.Example ';
  return { change, calls, account };
}

test('a mail is asked for once, to the address as it is compared, and the password is let go of', async () => {
  const { change, calls } = form();
  expect(await Promise.all([change.ask(), change.ask()])).toEqual([true, false]);
  expect(calls).toEqual(['copper lantern > new@tansy.example']);
  expect([change.view, change.sentTo, change.password]).toEqual(['sent', 'new@tansy.example', '']);
});

test('what is no address is not sent, and the one that the account has is told beside its field', async () => {
  const { change, calls } = form(() =>
    Promise.reject(new Failure('address_unchanged', { field: 'email' })),
  );
  expect(await change.ask()).toBe(false);
  expect(change.attempt.failureOf('email')?.code).toBe('address_unchanged');
  expect(change.email).toBe(' New@Tansy.Example ');
  change.email = 'nowhere';
  expect(await change.ask()).toBe(false);
  expect(change.attempt.failureOf('email')?.code).toBe('address_invalid');
  expect(calls).toHaveLength(1);
});

test('a link that was followed elsewhere is noticed when the page is looked at again', async () => {
  const { change, account } = form();
  await change.look();
  expect(change.view).toBe('ask');
  await change.ask();
  await change.look();
  expect(change.view).toBe('sent');
  account.email = 'new@tansy.example';
  await change.look();
  expect(change.view).toBe('moved');
});
