import { passwordKeys } from '../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../src/lib/data/accounts.ts';

import { createSupabase } from '../../src/lib/data/client.ts';
import { prelogin } from '../../src/lib/data/prelogin.ts';
import { memory, type Account } from './people.ts';

/** Pauses, closes or opens somebody's only space, as they would on another device. */
export async function setSpaceStanding(
  url: string,
  { email, password }: Account,
  status: 'open' | 'paused' | 'closed',
): Promise<void> {
  const client = createSupabase({ origin: url, storage: memory() });
  const accounts = createAccounts(client);
  const { authSecret } = await passwordKeys(
    await stretchPassword(password, await prelogin(client, email)),
  );
  await accounts.signIn({ email, authSecret });
  const { data: space } = await client.from('spaces').select('id').single().throwOnError();
  const { id: space_id } = space;
  const until = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString();
  const asked = {
    open: () => client.rpc('resume_space', { space_id }),
    paused: () => client.rpc('pause_space', { space_id, until }),
    closed: () => client.rpc('leave_space', { space_id }),
  };
  await asked[status]().throwOnError();
  await accounts.stop();
}
