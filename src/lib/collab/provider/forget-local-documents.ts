import { deleteDatabase } from './indexeddb.ts';
import { prefixOf } from './local-names.ts';

/** Removes everything that this device keeps of a person's documents. Close the documents first. Never rejects. */
export async function forgetLocalDocuments(authorId: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  try {
    const databases = await indexedDB.databases();
    const names = databases.flatMap(({ name }) =>
      name?.startsWith(prefixOf(authorId)) ? [name] : [],
    );
    await Promise.all(names.map(deleteDatabase));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
