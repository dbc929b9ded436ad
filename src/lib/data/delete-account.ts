import { tell } from './ask.ts';
import type { Client } from './client.ts';

/**
 * Deletes the account of whoever is signed in, with everything that is theirs alone. It is all there or it is gone: nothing stops half way. Sent
 * again after a lost answer it does nothing more.
 * @throws Failure `prove_again` when the password was not typed a short time ago
 */
export async function deleteMyAccount(client: Client): Promise<void> {
  await tell(client.rpc('delete_my_account'));
}
