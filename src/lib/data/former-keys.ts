import * as z from 'zod/mini';
import {
  unwrapSpaceKey,
  wrapSpaceKey,
  type EarlierLog,
  type FormerKeyring,
  type SharedBranch,
} from '../crypto/index.ts';
import { kdfSchema } from '../domain/account/kdf.ts';
import { toFailure } from '../domain/failure/failure.ts';
import { ask, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';

const rowSchema = z.object({
  id: uuid,
  kdf: kdfSchema,
  account_key_by_password: sealed,
  account_key_by_code: sealed,
  private_log_key: sealed,
  pins: sealed,
  log_key_again: z.nullable(sealed),
});

/** The keyrings of this person whose password and recovery code were lost. Nothing of them is ever overwritten. */
export function createFormerKeys(client: Client, userId: string) {
  return {
    /** All of them, the newest first. */
    async list(): Promise<readonly FormerKeyring[]> {
      const rows = await ask(
        client
          .from('former_keyrings')
          .select(
            'id, kdf, account_key_by_password, account_key_by_code, private_log_key, pins, log_key_again',
          )
          .eq('user_id', userId)
          .order('ended_at', { ascending: false })
          .order('id'),
        z.array(rowSchema),
      );
      return rows.map((row) => ({
        id: row.id,
        userId,
        kdf: row.kdf,
        accountKeyByPassword: row.account_key_by_password,
        accountKeyByCode: row.account_key_by_code,
        privateLogKey: row.private_log_key,
        pins: row.pins,
        logKeyAgain: row.log_key_again,
      }));
    },

    /** Stores the key of an earlier log under the log key of now. */
    async takeOverLog({ keyringId, logKey }: EarlierLog): Promise<void> {
      await ask(
        client
          .from('former_keyrings')
          .update({ log_key_again: logKey })
          .eq('id', keyringId)
          .select('id')
          .single(),
        z.object({ id: uuid }),
      );
    },

    /** Puts the space keys of a former keyring among the person's own again, where they are missing. */
    async restoreSpaceKeys(
      former: { readonly id: string; readonly shared: SharedBranch },
      shared: SharedBranch,
    ): Promise<void> {
      const rows = await ask(
        client
          .from('former_space_keys')
          .select('space_id, epoch, wrapped')
          .eq('former_keyring_id', former.id)
          .order('epoch'),
        z.array(z.object({ space_id: uuid, epoch: z.int(), wrapped: sealed })),
      );
      for (const { space_id: spaceId, epoch, wrapped } of rows) {
        const holder = { userId, spaceId };
        const key = await openOrNull(unwrapSpaceKey(former.shared, holder, epoch, wrapped));
        if (key === null) continue;
        const own = await wrapSpaceKey(shared, holder, key);
        const restoring = tell(
          client.rpc('restore_space_key', { space_id: spaceId, epoch, wrapped: own }),
        );
        // A space that they have left meanwhile needs no key.
        await restoring.catch((thrown: unknown) => {
          if (toFailure(thrown).code !== 'not_found') throw thrown;
        });
      }
    },
  };
}
