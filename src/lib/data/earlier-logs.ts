import * as z from 'zod/mini';
import type { EarlierLog } from '../crypto/index.ts';
import { ask, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { sealed } from './sealed.ts';

export interface EarlierLogs {
  /** Those that were opened again, as they are wrapped now. */
  readonly opened: readonly EarlierLog[];
  /** How many there are, closed ones included. */
  readonly count: number;
}

const rowsSchema = z.array(z.object({ id: uuid, log_key_again: z.nullable(sealed) }));

/** The logs of this person's former keyrings. */
export async function loadEarlierLogs(client: Client, userId: string): Promise<EarlierLogs> {
  const rows = await ask(
    client.from('former_keyrings').select('id, log_key_again').eq('user_id', userId),
    rowsSchema,
  );
  const opened = rows.flatMap(({ id: keyringId, log_key_again: logKey }) =>
    logKey === null ? [] : [{ keyringId, logKey }],
  );
  return { opened, count: rows.length };
}
