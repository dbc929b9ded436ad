import { onDevice } from './device-store.ts';

/** What the names of kept rows begin with, after the id of whose they are. */
export const rowPrefix = 'rows/';

/** Takes the kept rows of everybody off this device, for whoever leaves in a hurry. They are fetched again at the next visit. */
export async function forgetKeptRows(): Promise<void> {
  await onDevice(async (open) => {
    const keys = await open.getAllKeys('drafts');
    const rows = keys.filter((key) => key.slice(key.indexOf('/') + 1).startsWith(rowPrefix));
    await Promise.all(rows.map((key) => open.delete('drafts', key)));
  });
}
