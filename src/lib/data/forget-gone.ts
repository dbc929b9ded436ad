import * as z from 'zod/mini';
import { ask, uuid } from './ask.ts';
import type { Client } from './client.ts';
import type { RowShelf } from './row-memory.ts';

/** The document that a question is about, in the form in which the answer to it is kept. */
const about = /^(?:documents|document_versions)\?(?:.*&)?(?:id|document_id)=eq\.([0-9a-f-]{36})/;
const atOnce = 100;

/**
 * Takes the kept rows of documents that are gone for good off this device: nobody asks for them any more, so nothing would ever take their
 * place. What was written in such a document stays on the device, since the server's word is not enough to throw words away.
 * @throws Failure of the network, `storage_refused`
 */
export async function forgetGone(client: Client, shelf: RowShelf): Promise<void> {
  const kept = await shelf.keys();
  const ids = [...new Set(kept.flatMap((key) => about.exec(key)?.[1] ?? []))];
  const there = new Set<string>();
  for (let from = 0; from < ids.length; from += atOnce) {
    const rows = await ask(
      client
        .from('documents')
        .select('id')
        .in('id', ids.slice(from, from + atOnce)),
      z.array(z.object({ id: uuid })),
    );
    for (const { id } of rows) there.add(id);
  }
  const gone = kept.filter((key) => {
    const id = about.exec(key)?.[1];
    return id !== undefined && !there.has(id);
  });
  await Promise.all(gone.map((key) => shelf.remove(key)));
}
