import type { BrowserContext, Page } from '@playwright/test';

/** Everything that passed between a browser and the network, and what the pages fetched as documents. */
export class Wiretap {
  readonly urls: string[] = [];
  readonly documents: string[] = [];
  readonly bodies: string[] = [];
  readonly frames: Uint8Array[] = [];
  /** What went wrong in a page without being caught. */
  readonly broken: string[] = [];
  readonly #pending: Promise<void>[] = [];

  /** Listens to a context from now on, each of its pages included. */
  listen(context: BrowserContext): void {
    context.on('request', (request) => {
      this.urls.push(request.url());
      const body = request.postDataBuffer();
      if (body) this.bodies.push(body.toString('latin1'));
    });
    context.on('response', (response) => {
      if (response.request().resourceType() !== 'document') return;
      this.#pending.push(
        response.text().then(
          (text) => void this.documents.push(text),
          // A page that was left before it had arrived has no body.
          () => undefined,
        ),
      );
    });
    const tap = (page: Page) => {
      page.on('pageerror', (error) => void this.broken.push(error.message));
      page.on('websocket', (socket) => {
        const keep = ({ payload }: { payload: string | Buffer }) =>
          void this.frames.push(typeof payload === 'string' ? Buffer.from(payload) : payload);
        socket.on('framesent', keep);
        socket.on('framereceived', keep);
      });
    };
    context.pages().forEach(tap);
    context.on('page', tap);
  }

  /** Waits until every answer that has begun to arrive was read. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
  }
}

/** Everything the browser keeps on the device for this origin: IndexedDB, local and session storage, cookies. */
export async function readDevice(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  const kept = await page.evaluate(async () => {
    /** Bytes become latin-1 text, so that a word among them can be found. */
    const flatten = (value: unknown, depth = 0): string => {
      if (value === null || value === undefined || depth > 12) return '';
      if (value instanceof ArrayBuffer) return flatten(new Uint8Array(value), depth);
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      }
      if (value instanceof Map)
        return [...value].map((entry) => flatten(entry, depth + 1)).join(' ');
      if (value instanceof Set)
        return [...value].map((entry) => flatten(entry, depth + 1)).join(' ');
      if (typeof value === 'object') {
        return Object.entries(value)
          .map(([key, inner]) => `${key} ${flatten(inner, depth + 1)}`)
          .join('\n');
      }
      return String(value);
    };
    const request = <T>(asked: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        asked.onsuccess = () => {
          resolve(asked.result);
        };
        asked.onerror = () => {
          reject(asked.error ?? new Error('IndexedDB'));
        };
      });
    const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue;
      const database = await request(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        parts.push(
          flatten(await request(rows.getAllKeys())),
          flatten(await request(rows.getAll())),
        );
      }
      database.close();
    }
    for (const key of await caches.keys()) {
      const cache = await caches.open(key);
      for (const cached of await cache.keys()) {
        const answer = await cache.match(cached);
        parts.push(cached.url, (await answer?.text()) ?? '');
      }
    }
    return parts.join('\n');
  });
  return `${JSON.stringify(cookies)}\n${kept}`;
}
