import * as z from 'zod/mini';
import { parsePublicKey, type Envelope, type Keyring } from '../crypto/index.ts';
import { kdfSchema } from '../domain/account/kdf.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask, tell, timestamp } from './ask.ts';
import type { Client } from './client.ts';
import { loadEarlierLogs } from './earlier-logs.ts';
import { sealed } from './sealed.ts';

export type Keyrings = ReturnType<typeof createKeyrings>;

/** What a password opens: its parameters, and the account key wrapped for it. */
export type PasswordWrap = Pick<Keyring, 'kdf' | 'accountKeyByPassword'>;

export interface StoredKeyring extends Keyring {
  /** Whether the person has shown that they kept the recovery code. */
  readonly codeKept: boolean;
  /** The wrap for a password that was about to become the account's. It may have become that, if the change was interrupted. */
  readonly pending: PasswordWrap | null;
  /** How many keyrings of this person were lost before this one. */
  readonly formerCount: number;
}

const rowSchema = z.object({
  state: z.enum(['active', 'pending']),
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
      const [rows, profiles, earlier] = await Promise.all([
        ask(
          client
            .from('keyrings')
            .select(
              'state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins, code_kept_at',
            )
            .eq('user_id', userId),
          z.array(rowSchema),
        ),
        ask(
          client.from('profiles').select('public_key').eq('user_id', userId),
          z.array(z.object({ public_key: z.string() })),
        ),
        loadEarlierLogs(client, userId),
      ]);
      const row = rows.find(({ state }) => state === 'active');
      const pending = rows.find(({ state }) => state === 'pending');
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
        pending: pending
          ? { kdf: pending.kdf, accountKeyByPassword: pending.account_key_by_password }
          : null,
        earlierLogs: earlier.opened,
        formerCount: earlier.count,
      };
    },

    /** Stores a new keyring in one call. Sent twice it is stored once. @throws Failure `changed_elsewhere` when there is another one already */
    async create(keyring: Keyring): Promise<void> {
      await tell(client.rpc('create_keyring', columnsOf(keyring)));
    },

    /**
     * Stores a whole new keyring for a password that is about to become the account's. `settlePassword` puts it in the place of the present
     * one, which is kept among the former ones.
     * @throws Failure `keyring_missing`
     */
    async prepareNewKeys(keyring: Keyring): Promise<void> {
      await tell(client.rpc('prepare_new_keys', columnsOf(keyring)));
    },

    /** Stores the wrap for a password that is about to become the account's, beside the present one. @throws Failure `keyring_missing` */
    async preparePassword({ kdf, accountKeyByPassword }: PasswordWrap): Promise<void> {
      await tell(
        client.rpc('prepare_password', { kdf, account_key_by_password: accountKeyByPassword }),
      );
    },

    /**
     * Stores the wrap of the same password under other parameters, beside the present one.
     * @throws Failure `changed_elsewhere` while another device does the same, or changes the password
     */
    async prepareRaise({ kdf, accountKeyByPassword }: PasswordWrap): Promise<void> {
      await tell(
        client.rpc('prepare_raise', { kdf, account_key_by_password: accountKeyByPassword }),
      );
    },

    /** Lets the prepared wrap take the place of the old one, once the password has changed to it. */
    async settlePassword(): Promise<void> {
      await tell(client.rpc('settle_password'));
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

function columnsOf(keyring: Keyring) {
  return {
    kdf: keyring.kdf,
    account_key_by_password: keyring.accountKeyByPassword,
    account_key_by_code: keyring.accountKeyByCode,
    private_log_key: keyring.privateLogKey,
    private_key: keyring.privateKey,
    pins: keyring.pins,
    public_key: keyring.publicKey,
  };
}
