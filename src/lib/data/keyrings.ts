import * as z from 'zod/mini';
import { parsePublicKey, type Envelope, type Keyring } from '../crypto/index.ts';
import { kdfSchema } from '../domain/account/kdf.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask, tell, timestamp } from './ask.ts';
import type { Client } from './client.ts';
import { sealed } from './sealed.ts';

export type Keyrings = ReturnType<typeof createKeyrings>;

export interface StoredKeyring extends Keyring {
  /** Whether the person has shown that they kept the recovery code. */
  readonly codeKept: boolean;
}

const rowSchema = z.object({
  kdf: kdfSchema,
  account_key_by_password: sealed,
  account_key_by_code: sealed,
  private_log_key: sealed,
  private_key: sealed,
  pins: sealed,
  code_kept_at: z.nullable(timestamp),
});

/** The wrapped keys of the person who is signed in. */
export function createKeyrings(client: Client) {
  async function change(
    userId: string,
    columns: { pins?: string; account_key_by_code?: string; code_kept_at?: string | null },
  ): Promise<void> {
    const changed = await ask(
      client
        .from('keyrings')
        .update(columns)
        .eq('user_id', userId)
        .eq('state', 'active')
        .select('user_id'),
      z.array(z.object({ user_id: z.string() })),
    );
    if (changed.length === 0) throw new Failure('keyring_missing');
  }

  return {
    /** The keyring, or null for an account whose sign-up was interrupted. @throws Failure `keyring_broken` */
    async load(userId: string): Promise<StoredKeyring | null> {
      const [rows, profiles] = await Promise.all([
        ask(
          client
            .from('keyrings')
            .select(
              'kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins, code_kept_at',
            )
            .eq('user_id', userId)
            .eq('state', 'active'),
          z.array(rowSchema),
        ),
        ask(
          client.from('profiles').select('public_key').eq('user_id', userId),
          z.array(z.object({ public_key: z.string() })),
        ),
      ]);
      const [row] = rows;
      const [profile] = profiles;
      if (!row) return null;
      if (!profile) throw new Failure('keyring_broken');
      return {
        userId,
        kdf: row.kdf,
        accountKeyByPassword: row.account_key_by_password,
        accountKeyByCode: row.account_key_by_code,
        privateLogKey: row.private_log_key,
        privateKey: row.private_key,
        pins: row.pins,
        publicKey: parsePublicKey(profile.public_key),
        codeKept: row.code_kept_at !== null,
      };
    },

    /** Stores a new keyring in one call. Sent twice it is stored once. @throws Failure `changed_elsewhere` when there is another one already */
    async create(keyring: Keyring): Promise<void> {
      await tell(
        client.rpc('create_keyring', {
          kdf: keyring.kdf,
          account_key_by_password: keyring.accountKeyByPassword,
          account_key_by_code: keyring.accountKeyByCode,
          private_log_key: keyring.privateLogKey,
          private_key: keyring.privateKey,
          pins: keyring.pins,
          public_key: keyring.publicKey,
        }),
      );
    },

    /** Puts another recovery code's wrap in place of the old one; it has not been kept yet. */
    async replaceCode(userId: string, accountKeyByCode: Envelope): Promise<void> {
      await change(userId, { account_key_by_code: accountKeyByCode, code_kept_at: null });
    },

    async markCodeKept(userId: string): Promise<void> {
      await change(userId, { code_kept_at: new Date().toISOString() });
    },

    async savePins(userId: string, pins: Envelope): Promise<void> {
      await change(userId, { pins });
    },
  };
}
