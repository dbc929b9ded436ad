import { randomUUID } from 'node:crypto';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { openAccount, type OpenedAccount } from './people.ts';

/** Somebody who has made a space and whose partner has not come yet. */
export async function openSolo(url: string, name = 'Ada'): Promise<OpenedAccount> {
  const account = await openAccount(url, name);
  const { shared } = account.unlocked;
  const spaces = createSpaces(account.client, { userId: account.id, shared, pins: () => ({}) });
  await spaces.create({ id: randomUUID(), name: 'Us', myName: name });
  return account;
}
