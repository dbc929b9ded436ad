import * as Y from 'yjs';
import {
  openEncryptedDocument,
  type EncryptedDocument,
} from '../../src/lib/collab/provider/index.ts';
import { encodeUpdate } from '../../src/lib/collab/provider/payloads.ts';
import { documentSealer } from '../../src/lib/collab/provider/sealer.ts';
import { newSession } from '../../src/lib/collab/provider/session-id.ts';
import { roomName } from '../../src/lib/collab/protocol/rooms.ts';
import { createAccounts } from '../../src/lib/data/accounts.ts';
import { createDocuments } from '../../src/lib/data/documents.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { askTicket } from '../../src/lib/session/ask-ticket.ts';
import { documentAccess } from '../../src/lib/session/document-access.ts';
import { RelayClient } from '../server/support/relay-client.ts';
import type { OpenedAccount } from './people.ts';

/** A document of the couple as one of them reaches it without the app: their own keys, the real relay, and none of the app's rules. */
export async function reachDocument(url: string, person: OpenedAccount, title: string) {
  const { client, id, unlocked } = person;
  const spaces = createSpaces(client, { userId: id, shared: unlocked.shared, pins: () => ({}) });
  const opened = await spaces.current();
  if (opened === null) throw new Error(`${person.name} has no space`);
  const documents = createDocuments(client, opened);
  const row = (await documents.list()).inUse.find((document) => document.title === title);
  if (row === undefined) throw new Error(`there is no document called ${title}`);
  const spaceKeys = {
    newestEpoch: () => opened.key.epoch,
    spaceKey: () => Promise.resolve(opened.key),
  };
  const token = () => createAccounts(client).accessToken();
  return {
    row,
    ...documentAccess(row.id, spaceKeys, documents),
    generation: async () => (await documents.place(row.id)).generation,
    ticket: async (room: string) => askTicket(url, await token(), room),
    join: async () =>
      RelayClient.join(url, { token: await token() }, roomName({ documentId: row.id, ...row })),
  };
}

type Reached = Awaited<ReturnType<typeof reachDocument>>;

/** Opens it to write in it whatever its keys allow. */
export async function openWithoutApp(
  url: string,
  person: OpenedAccount,
  { row, keys, server, ticket }: Reached,
): Promise<EncryptedDocument> {
  const document = openEncryptedDocument({
    documentId: row.id,
    place: row,
    authorId: person.id,
    keys,
    server,
    ticket,
    collabUrl: `${url.replace('http', 'ws')}/collab`,
    persist: false,
  });
  await document.whenSynced;
  return document;
}

/** Resolves when all that was written in it is stored. */
export function stored(document: EncryptedDocument): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.status.saved !== 'both') return;
      stop();
      resolve();
    };
    const stop = document.onStatus(look);
    look();
  });
}

/** More than this is folded without waiting for a pause. */
const unfolded = 260;
/** So many leave more behind than the outer document of a generation shall carry. */
const folded = 16_000;

/**
 * Writes in a document as many visits would in a hurry: a dot each in the closing words by `unfolded` of them, and what is left of
 * `folded` others, whose items are gone.
 * @returns the dots
 */
export async function visitOftenWithoutApp({ row, keys, join }: Reached): Promise<string> {
  const sealer = documentSealer({ documentId: row.id, ...row, keys: await keys(row) });
  const inner = new Y.Doc();
  const dots = new Y.XmlText();
  const paragraph = new Y.XmlElement('paragraph');
  const envelopes: Uint8Array[] = [];
  for (let visit = 0; visit < unfolded; visit += 1) {
    inner.clientID = newClient();
    const before = Y.encodeStateVector(inner);
    if (visit === 0) {
      paragraph.insert(0, [dots]);
      inner.getXmlFragment('closing').insert(0, [paragraph]);
    }
    dots.insert(dots.length, '.');
    const update = Y.encodeStateAsUpdate(inner, before);
    envelopes.push(
      await sealer.seal('update', encodeUpdate({ session: newSession(), seq: 1, update })),
    );
  }
  using relay = await join();
  const items = relay.doc.getArray<unknown>('u');
  const { clientID } = relay.doc;
  relay.doc.transact(() => {
    for (let visit = 0; visit < folded; visit += 1) {
      relay.doc.clientID = newClient();
      items.push([0]);
    }
    items.delete(items.length - folded, folded);
    for (const envelope of envelopes) {
      relay.doc.clientID = newClient();
      items.push([envelope]);
    }
  });
  relay.doc.clientID = clientID;
  await relay.until(() => relay.allStored || relay.closed.length > 0);
  return '.'.repeat(unfolded);
}

function newClient(): number {
  return 1 + Math.floor(Math.random() * (2 ** 32 - 1));
}
