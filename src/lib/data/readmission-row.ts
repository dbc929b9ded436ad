import * as z from 'zod/mini';
import type { IdentityKeyPair, SharedBranch } from '../crypto/index.ts';
import { ask, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';

const rowSchema = z.object({
  id: uuid,
  space_id: uuid,
  requester_id: uuid,
  partner_id: uuid,
  state: z.enum(['asked', 'answered', 'opened', 'admitted', 'cancelled', 'declined']),
  requester_public_key: z.string(),
  commitment: z.string(),
  partner_nonce: z.nullable(z.string()),
  requester_nonce: z.nullable(z.string()),
  created_at: timestamp,
  expires_at: timestamp,
});

export type ReadmissionRow = z.infer<typeof rowSchema>;

/** The newest request of this space in which this person has this part. */
export async function newestReadmission(
  client: Client,
  spaceId: string,
  part: 'requester_id' | 'partner_id',
  me: string,
): Promise<ReadmissionRow | null> {
  const rows = await ask(
    client
      .from('readmissions')
      .select(
        'id, space_id, requester_id, partner_id, state, requester_public_key, commitment, partner_nonce, requester_nonce, created_at, expires_at',
      )
      .eq('space_id', spaceId)
      .eq(part, me)
      .order('created_at', { ascending: false })
      .limit(1),
    z.array(rowSchema),
  );
  return rows[0] ?? null;
}

/** When words were typed in this space, so far as it may count today: a request ends after a day. */
export async function recentTries(
  client: Client,
  spaceId: string,
  now: Date,
): Promise<readonly Date[]> {
  const since = new Date(now.getTime() - 3 * 24 * 60 * 60 * 1000);
  const rows = await ask(
    client
      .from('readmissions')
      .select('tried_at')
      .eq('space_id', spaceId)
      .gt('created_at', since.toISOString()),
    z.array(z.object({ tried_at: z.array(timestamp) })),
  );
  return rows.flatMap(({ tried_at: tried }) => tried);
}

/**
 * What one side of a comparison must remember by itself, on its own device: kept by the server, it could be turned back or exchanged, and
 * the words with it.
 */
export interface ReadmissionMemory {
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
  forget(): Promise<void>;
}

export interface ReadmissionsOptions {
  /** Id of the person who is signed in. */
  readonly me: string;
  readonly shared: SharedBranch;
  readonly identity: IdentityKeyPair;
  readonly memory: ReadmissionMemory;
}
