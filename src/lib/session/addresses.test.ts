import { expect, test } from 'vitest';
import type { Account } from '../data/accounts.ts';
import { Failure } from '../domain/failure/failure.ts';
import { Addresses, type AddressesOptions } from './addresses.ts';

const before: Account = { id: '11111111-1111-4111-8111-111111111111', email: 'old@example.org' };
const after: Account = { ...before, email: 'new@example.org' };

/** A server where the link works once, and some answers get lost. */
function server({ losesConfirming = false, losesLooking = false } = {}) {
  let moved = false;
  let losing = { confirming: losesConfirming, looking: losesLooking };
  let account = before;
  const accounts = {
    confirmAddress: () => {
      if (moved) return Promise.reject(new Failure('link_spent'));
      moved = true;
      const lost = losing.confirming;
      losing = { ...losing, confirming: false };
      return lost ? Promise.reject(new Failure('server_unreachable')) : Promise.resolve();
    },
    fresh: () => {
      const lost = losing.looking;
      losing = { ...losing, looking: false };
      if (lost) return Promise.reject(new Failure('server_unreachable'));
      return Promise.resolve(moved ? after : before);
    },
  };
  const addresses = new Addresses({
    accounts,
    account: () => account,
    moved: (now: Account) => {
      account = now;
    },
  } as unknown as AddressesOptions);
  addresses.follow('a-secret-of-a-link');
  return { addresses, spend: () => (moved = true) };
}

test.each([{ losesConfirming: true }, { losesLooking: true }])(
  'an account that has moved is found to have moved, where an answer got lost (%o)',
  async (loses) => {
    const { addresses } = server(loses);
    await expect(addresses.confirm()).rejects.toMatchObject({ code: 'server_unreachable' });
    expect(addresses.followed).toBe(true);
    expect(await addresses.confirm()).toEqual(after);
    expect(addresses.followed).toBe(false);
  },
);

test('a link that moved nothing is said to be spent', async () => {
  const { addresses } = server();
  await addresses.confirm();
  addresses.follow('the-same-link-again');
  await expect(addresses.confirm()).rejects.toMatchObject({ code: 'link_spent' });
});
