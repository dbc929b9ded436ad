import { WebSocket } from 'ws';
import { Failure } from '../../../src/lib/domain/failure/failure.ts';
import {
  openEncryptedDocument,
  type DocumentServer,
  type DocumentStatus,
  type EncryptedDocument,
  type EncryptedDocumentOptions,
  type Place,
} from '../../../src/lib/collab/provider/index.ts';
import { makeSpaceKeys } from '../../../src/lib/collab/provider/simulation/keys.ts';
import { call, rpc, type TestPerson } from './people.ts';
import { wsUrl } from './relay-client.ts';
import { Watchers } from './watchers.ts';

/** Keys of a document in a new space, as both partners would derive them; of its first epochs as many as are asked for. */
export function newDocumentKeys(documentId: string, epochs = 1): Promise<KeysOf> {
  return makeSpaceKeys(epochs, documentId);
}

export type KeysOf = EncryptedDocumentOptions['keys'];

/** The rows of a document, asked for over the API as the app does. */
function documentServer(url: string, person: TestPerson, id: string): DocumentServer {
  let newestEpoch = 0;
  async function rows<T>(path: string): Promise<T[]> {
    const response = await call(url, `/rest/v1/${path}`, person.token);
    if (!response.ok) throw new Failure('server_unreachable');
    return (await response.json()) as T[];
  }
  async function look(): Promise<Place> {
    const [row] = await rows<Place & { readonly spaces: { readonly epoch: number } }>(
      `documents?id=eq.${id}&select=generation,epoch,spaces(epoch)`,
    );
    if (row === undefined) throw new Failure('not_found');
    newestEpoch = row.spaces.epoch;
    return { generation: row.generation, epoch: row.epoch };
  }
  const updates = (generation: string) =>
    rows<{ generation: number; body: string }>(
      `document_updates?document_id=eq.${id}&generation=${generation}&select=generation,body&order=seq`,
    );
  const bytes = ({ body }: { readonly body: string }) =>
    new Uint8Array(Buffer.from(body, 'base64url'));
  return {
    newestEpoch: () => newestEpoch,
    look,
    async moveOn(after) {
      await rpc(url, person, 'next_generation', { document_id: id, after });
      return look();
    },
    stored: async (generation) => (await updates(`eq.${String(generation)}`)).map(bytes),
    async storedBelow(below) {
      const found = await updates(`lt.${String(below)}`);
      return new Map(
        Map.groupBy(found, ({ generation }) => generation)
          .entries()
          .map(([generation, of]) => [generation, of.map(bytes)]),
      );
    },
    confirm: async (generation) => {
      await rpc(url, person, 'confirm_generation', { document_id: id, generation });
    },
  };
}

/** A person with a document open, over a real socket. */
export class EncryptedClient implements AsyncDisposable {
  readonly document: EncryptedDocument;
  readonly #watchers = new Watchers();

  /** @param mayCome holds it back from the server, each time it wants to come, until it resolves */
  constructor(
    url: string,
    person: TestPerson,
    documentId: string,
    keys: KeysOf,
    mayCome: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    this.document = openEncryptedDocument({
      documentId,
      place: { generation: 0, epoch: 0 },
      authorId: person.id,
      keys,
      server: documentServer(url, person, documentId),
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
      this.#watchers.look();
    };
    this.document.onStatus(look);
    // Within a transaction the status is that of a moment; what it comes back to is no change, and nobody is told.
    this.document.inner.on('update', () => {
      look();
      setImmediate(look);
    });
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
    return this.#watchers.until(condition);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.document.close();
  }
}
