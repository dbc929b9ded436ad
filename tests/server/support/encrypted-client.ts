import { WebSocket } from 'ws';
import { Failure } from '../../../src/lib/domain/failure/failure.ts';
import { createSpaceKey, objectKey, type ObjectKey } from '../../../src/lib/crypto/keys/index.ts';
import {
  openEncryptedDocument,
  type DocumentStatus,
  type EncryptedDocument,
} from '../../../src/lib/collab/provider/index.ts';
import { call, type TestPerson } from './people.ts';
import { wsUrl } from './relay-client.ts';

export interface DocumentKeys {
  readonly updates: ObjectKey;
  readonly awareness: ObjectKey;
}

/** Keys of a document in a new space, as both partners would derive them. */
export async function newDocumentKeys(documentId: string): Promise<DocumentKeys> {
  const space = await createSpaceKey(0);
  const place = { object: documentId, generation: 0 };
  const [updates, awareness] = await Promise.all([
    objectKey(space, { kind: 'document', ...place }),
    objectKey(space, { kind: 'awareness', ...place }),
  ]);
  return { updates, awareness };
}

/** A person with a document open, over a real socket. */
export class EncryptedClient implements AsyncDisposable {
  readonly document: EncryptedDocument;
  readonly #watchers = new Set<() => void>();

  /** @param mayCome holds it back from the server, each time it wants to come, until it resolves */
  constructor(
    url: string,
    person: TestPerson,
    documentId: string,
    keys: DocumentKeys,
    mayCome: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    this.document = openEncryptedDocument({
      documentId,
      generation: 0,
      authorId: person.id,
      keys,
      collabUrl: wsUrl(url),
      persist: false,
      // The same library as on the plain side of comparisons.
      WebSocketImpl: WebSocket as unknown as typeof globalThis.WebSocket,
      async ticket(room) {
        await mayCome();
        const response = await call(url, '/collab/tickets', person.token, { room });
        if (response.status === 403) throw new Failure('not_allowed');
        if (!response.ok) throw new Failure('server_unreachable');
        const { ticket } = (await response.json()) as { ticket: string };
        return ticket;
      },
    });
    const look = (): void => {
      for (const watcher of [...this.#watchers]) watcher();
    };
    this.document.onStatus(look);
    this.document.inner.on('update', look);
    this.document.awareness.on('change', look);
  }

  get status(): DocumentStatus {
    return this.document.status;
  }

  get text(): string {
    return this.document.inner.getText('text').toString();
  }

  type(text: string): void {
    const target = this.document.inner.getText('text');
    target.insert(target.length, text);
  }

  /** Resolves as soon as the condition holds; it is looked at whenever something has happened here. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.document.close();
  }
}
