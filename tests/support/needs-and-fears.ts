import { PGlite } from '@electric-sql/pglite';
import type { Locator, Page } from '@playwright/test';
import * as Y from 'yjs';
import { expect, type Person } from './fixtures.ts';

/** The text at the top of a document, which both write. */
export function opening(page: Page): Locator {
  return page.getByRole('textbox', { name: /Opening words/ });
}

/** The line that says where what was written is, while it says this. */
export function saved(page: Page, text: string): Locator {
  return page.locator('[data-saved]').filter({ hasText: text });
}

/** Every need of one's own, to write in. */
export function ownNeed(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Your need' });
}

export function items(page: Page, section: 'Needs' | 'Fears'): Locator {
  return page.getByRole('region', { name: section }).getByRole('article');
}

export function itemSaying(page: Page, words: string): Locator {
  return page.getByRole('article').filter({ hasText: words });
}

export async function toList(page: Page): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: 'Needs and fears' });
  await link.filter({ visible: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Needs and fears' })).toBeVisible();
}

export async function begin(page: Page, title: string): Promise<void> {
  await toList(page);
  await page.getByRole('button', { name: /Begin a document|New document/ }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(opening(page)).toBeVisible();
}

export async function open(page: Page, title: string): Promise<void> {
  await toList(page);
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(opening(page)).toBeVisible();
}

/** The first begins a document, the second opens it from their list; each sees that the other is here. */
export async function openTogether([first, second]: [Person, Person], title: string) {
  await begin(first.page, title);
  await open(second.page, title);
  await expect(first.page.getByText(`${second.name} is here`)).toBeVisible();
  await expect(second.page.getByText(`${first.name} is here`)).toBeVisible();
}

export async function add(page: Page, kind: 'need' | 'fear', words: string): Promise<void> {
  await page.getByRole('button', { name: `Add a ${kind}` }).click();
  await expect(page.getByRole('textbox', { name: `Your ${kind}` }).last()).toBeFocused();
  await page.keyboard.type(words);
}

/** The words of a text, without the name of whoever has a cursor in it. */
export async function written(text: Locator): Promise<string> {
  return text.evaluate((node) => {
    const copy = document.importNode(node, true);
    for (const caret of copy.querySelectorAll('.caret')) caret.remove();
    return copy.textContent;
  });
}

/** Notes all that a screen reader is told on this page from now on. @returns a look at it */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  const told = await page.evaluateHandle(() => {
    const words: string[] = [];
    const region = document.querySelector('main [aria-live="polite"].sr-only');
    if (region === null) throw new Error('nothing is said aloud here');
    new MutationObserver(() => words.push(region.textContent.trim())).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return words;
  });
  return () => told.jsonValue();
}

/** Pastes as the browser would, with what the clipboard holds. */
export async function paste(
  into: Locator,
  clipboard: Readonly<Record<string, string>>,
): Promise<void> {
  await into.focus();
  await into.evaluate((node, data) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(data)) clipboardData.setData(type, value);
    node.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, clipboard);
}

/** Overwrites every value in every database of documents on this page's device; returns how many there were. */
export async function corruptDevice(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('IndexedDB refused'));
        };
      });
    let spoilt = 0;
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('holdfast.document.')) continue;
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store, 'readwrite').objectStore(store);
        for (const key of await settled(objects.getAllKeys())) {
          const garbage = new Uint8Array(64).fill(7);
          if (objects.keyPath === null) await settled(objects.put(garbage, key));
          else await settled(objects.delete(key));
          spoilt += 1;
        }
      }
      database.close();
    }
    return spoilt;
  });
}

/**
 * Changes one byte in every envelope of whoever wrote first in the database's only needs-and-fears document; returns how many. The
 * server must be down. Rows may have been merged, so the envelopes are found in the Yjs updates that the rows hold.
 */
export async function tamperWithFirstWriter(databaseDir: string): Promise<number> {
  const database = await PGlite.create(databaseDir);
  try {
    const { rows } = await database.query<{ seq: number; body: string }>(
      `select seq, body from public.document_updates where document_id =
         (select id from public.documents where kind = 'needs_and_fears') order by seq`,
    );
    const bodies = rows.map(({ body }) => Buffer.from(body, 'base64url'));
    const outer = new Y.Doc();
    for (const body of bodies) Y.applyUpdate(outer, body);
    const array = outer.getArray('u');
    const first = array._start?.id.client;
    let changed = 0;
    for (let item = array._start; item !== null; item = item.right) {
      if (item.id.client !== first || item.deleted) continue;
      for (const envelope of item.content.getContent()) {
        if (!(envelope instanceof Uint8Array)) continue;
        for (const body of bodies) {
          const at = body.indexOf(envelope);
          if (at < 0) continue;
          body.writeUInt8(body.readUInt8(at + envelope.length - 1) ^ 1, at + envelope.length - 1);
          changed += 1;
        }
      }
    }
    for (const [n, { seq }] of rows.entries()) {
      await database.query('update public.document_updates set body = $1 where seq = $2', [
        bodies[n]?.toString('base64url'),
        seq,
      ]);
    }
    return changed;
  } finally {
    await database.close();
  }
}
