import * as z from 'zod/mini';
import {
  openJson,
  passkeyDetailsKey,
  sealJson,
  type Envelope,
  type SharedBranch,
} from '../crypto/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';

export type Passkeys = ReturnType<typeof createPasskeys>;

const detailsSchema = z.object({
  name: z.string(),
  /** The passkey's own number, base64url. */
  credentialId: z.string(),
  /** Ways to reach it, as the browser named them. */
  transports: z.array(z.string()),
});
export type PasskeyDetails = z.infer<typeof detailsSchema>;

export interface StoredPasskey {
  readonly id: string;
  /** Null when it does not open. */
  readonly details: PasskeyDetails | null;
  /** The private log's key, wrapped for it. */
  readonly logKey: Envelope;
  /** A day as the server counts them, 2026-11-24. */
  readonly addedOn: string;
}

const rowsSchema = z.array(
  z.object({
    id: uuid,
    details_sealed: sealed,
    log_key_sealed: sealed,
    created_on: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}/)),
  }),
);

/** The passkeys that open the private log of the person who is signed in. */
export function createPasskeys(
  client: Client,
  { userId, shared }: { readonly userId: string; readonly shared: SharedBranch },
) {
  const key = passkeyDetailsKey(shared);
  const table = () => client.from('passkeys');
  const binding = (id: string) =>
    ({
      kind: 'value',
      owner: userId,
      object: id,
      field: 'passkeys.details_sealed',
      generation: 0,
    }) as const;
  const seal = async (id: string, details: PasskeyDetails) =>
    sealJson(await key, binding(id), details);

  return {
    async list(): Promise<readonly StoredPasskey[]> {
      const rows = await ask(
        table()
          .select('id, details_sealed, log_key_sealed, created_on')
          .order('created_on')
          .order('id'),
        rowsSchema,
      );
      return Promise.all(
        rows.map(async ({ id, details_sealed, log_key_sealed, created_on }) => {
          const opened = await openOrNull(openJson(await key, binding(id), details_sealed));
          const details = detailsSchema.safeParse(opened);
          return {
            id,
            details: details.success ? details.data : null,
            logKey: log_key_sealed,
            addedOn: created_on.slice(0, 10),
          };
        }),
      );
    },

    /** @throws Failure `too_many_passkeys` */
    async add(id: string, details: PasskeyDetails, logKey: Envelope): Promise<void> {
      await tell(
        table().insert({
          id,
          user_id: userId,
          details_sealed: await seal(id, details),
          log_key_sealed: logKey,
        }),
      );
    },

    /** @throws Failure `not_found` when it was removed meanwhile */
    async rename({ id, details }: StoredPasskey, name: string): Promise<void> {
      if (details === null) throw new Failure('envelope_tampered');
      const details_sealed = await seal(id, { ...details, name });
      const rows = await ask(
        table().update({ details_sealed }).eq('id', id).select('id'),
        z.array(z.object({ id: uuid })),
      );
      if (rows.length === 0) throw new Failure('not_found');
    },

    /** Takes a passkey's wrap away: it opens nothing any more. */
    async remove(id: string): Promise<void> {
      await tell(table().delete().eq('id', id));
    },
  };
}
