import * as z from 'zod/mini';
import { devicesKey, openText, sealText, type SharedBranch } from '../crypto/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask, tell, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';

export type Devices = ReturnType<typeof createDevices>;

/** A device, or a visit on one that never told its name, where somebody is signed in. */
export interface Device {
  readonly id: string;
  /** Null when it has none, or one that does not open. */
  readonly name: string | null;
  /** Whether it can be given a name: it has told that it is there. */
  readonly known: boolean;
  /** Days as the server counts them, 2026-11-24. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The one that asks. */
  readonly here: boolean;
}

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const listSchema = z.array(
  z.object({
    id: uuid,
    name_sealed: z.nullable(sealed),
    first_seen: day,
    last_seen: day,
    here: z.boolean(),
  }),
);

/** Where the person is signed in. The server knows days; names are sealed with a key that only the account has. */
export function createDevices(
  client: Client,
  { userId, shared }: { readonly userId: string; readonly shared: SharedBranch },
) {
  const key = devicesKey(shared);
  const binding = (id: string) =>
    ({
      kind: 'value',
      owner: userId,
      object: id,
      field: 'devices.name_sealed',
      generation: 0,
    }) as const;

  return {
    /** The one that asks first, then those that were seen last. */
    async list(): Promise<readonly Device[]> {
      const rows = await ask(client.rpc('my_devices'), listSchema);
      const devices = await Promise.all(
        rows.map(async ({ id, name_sealed, first_seen, last_seen, here }) => ({
          id,
          name: name_sealed && (await openOrNull(openText(await key, binding(id), name_sealed))),
          known: name_sealed !== null,
          firstSeen: first_seen,
          lastSeen: last_seen,
          here,
        })),
      );
      return devices.sort(
        (a, b) =>
          Number(b.here) - Number(a.here) ||
          b.lastSeen.localeCompare(a.lastSeen) ||
          a.id.localeCompare(b.id),
      );
    },

    /** Says that this visit is on this device, today. @param name for a device that is new; a known one keeps its own */
    async note(id: string, name: string): Promise<void> {
      const name_sealed = await sealText(await key, binding(id), name);
      await tell(client.rpc('note_device', { device_id: id, name_sealed }));
    },

    /** Gives a device another name. @throws Failure `not_found` when it was signed out meanwhile */
    async rename(id: string, name: string): Promise<void> {
      const name_sealed = await sealText(await key, binding(id), name);
      const renamed = await ask(
        client.from('devices').update({ name_sealed }).eq('id', id).select('id'),
        z.array(z.object({ id: uuid })),
      );
      if (renamed.length === 0) throw new Failure('not_found');
    },

    /** Ends every visit on a device, at once. One that is signed out already stays so. */
    async signOut(id: string): Promise<void> {
      await tell(client.rpc('sign_out_device', { device_id: id }));
    },

    /** Ends every visit but those on this device. */
    async signOutOthers(): Promise<void> {
      await tell(client.rpc('sign_out_other_devices'));
    },
  };
}
