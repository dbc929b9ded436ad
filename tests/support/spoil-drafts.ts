import type { Page } from '@playwright/test';

/** Overwrites the middle of every unfinished text that this browser keeps, as a failing disk would; returns how many there were. */
export async function spoilDrafts(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('IndexedDB refused'));
      });
    const database = await settled(indexedDB.open('holdfast.device'));
    const drafts = database.transaction('drafts', 'readwrite').objectStore('drafts');
    const kept = (await settled(drafts.getAll())) as { key: string; envelope: string }[];
    for (const { envelope, ...rest } of kept) {
      const spoilt = `${envelope.slice(0, 40)}AAAAAAAA${envelope.slice(48)}`;
      await settled(drafts.put({ ...rest, envelope: spoilt }));
    }
    database.close();
    return kept.length;
  });
}
