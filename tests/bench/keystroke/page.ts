import { baseKeymap } from '@tiptap/pm/commands';
import { keymap } from '@tiptap/pm/keymap';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { EditorView } from '@tiptap/pm/view';
import { yCursorPlugin, ySyncPlugin } from '@tiptap/y-tiptap';
import { WebsocketProvider } from 'y-websocket';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { openEncryptedDocument } from '../../../src/lib/collab/provider/index.ts';
import { subprotocol, ticketPrefix } from '../../../src/lib/collab/protocol/frames.ts';
import { objectKey } from '../../../src/lib/crypto/keys/index.ts';
import { importSpaceKey } from '../../../src/lib/crypto/keys/space-key.ts';
import { schema } from '../../../src/lib/features/needs-and-fears/editor/schema.ts';

/** Which of the two documents on the page. */
export type Kind = 'plain' | 'encrypted';

export interface PageSetting {
  readonly collabUrl: string;
  readonly documents: Readonly<Record<Kind, string>>;
  readonly authorId: string;
  /** Secret of the space key, as numbers, so that it can be handed to the page. */
  readonly secret: readonly number[];
  readonly name: string;
}

declare global {
  interface Window {
    /** Given by the benchmark: a ticket for a room. */
    ticket: (kind: Kind) => Promise<string>;
    bench: {
      open(setting: PageSetting): Promise<void>;
      /** Puts the cursor at the end. */
      focus(kind: Kind): void;
      /** Characters that the page shows. */
      length(kind: Kind): number;
      /** Resolves with the moment at which the page shows so many characters. */
      shown(kind: Kind, length: number): Promise<number>;
      /** The moment of the last key press. */
      pressedAt(): number;
    };
  }
}

const editors = new Map<Kind, EditorView>();
let pressed = 0;

/** Milliseconds on a clock that both pages of one machine share. */
const now = () => performance.timeOrigin + performance.now();

window.addEventListener(
  'keydown',
  () => {
    pressed = now();
  },
  { capture: true },
);

function edit(kind: Kind, shared: Y.Doc, awareness: Awareness, name: string): void {
  awareness.setLocalStateField('user', { name, color: '#336655' });
  const element = document.createElement('div');
  document.body.append(element);
  const plugins = [
    ySyncPlugin(shared.getXmlFragment('text')),
    yCursorPlugin(awareness),
    keymap(baseKeymap),
  ];
  editors.set(kind, new EditorView(element, { state: EditorState.create({ schema, plugins }) }));
}

function found(kind: Kind): EditorView {
  const editor = editors.get(kind);
  if (!editor) throw new Error(`no ${kind} document`);
  return editor;
}

const lengthOf = (kind: Kind) =>
  [...found(kind).dom.querySelectorAll('p')].reduce(
    (sum, paragraph) =>
      sum +
      [...paragraph.childNodes].reduce(
        (inner, node) => inner + (node instanceof Text ? node.data.length : 0),
        0,
      ),
    0,
  );

window.bench = {
  async open({ collabUrl, documents, authorId, secret, name }) {
    const plain = new Y.Doc();
    const provider = new WebsocketProvider(collabUrl, `${documents.plain}.0`, plain, {
      disableBc: true,
      protocols: [subprotocol, `${ticketPrefix}${await window.ticket('plain')}`],
    });
    edit('plain', plain, provider.awareness, name);
    await new Promise<void>((resolve) => {
      provider.on('sync', () => {
        resolve();
      });
    });

    const space = await importSpaceKey(Uint8Array.from(secret), 0);
    const object = documents.encrypted;
    const place = { generation: 0, epoch: 0 };
    const encrypted = openEncryptedDocument({
      documentId: documents.encrypted,
      place,
      authorId,
      keys: async ({ generation }) => ({
        updates: await objectKey(space, { kind: 'document', object, generation }),
        awareness: await objectKey(space, { kind: 'awareness', object, generation }),
      }),
      server: {
        newestEpoch: () => 0,
        look: () => Promise.resolve(place),
        moveOn: () => Promise.resolve(place),
        stored: () => Promise.resolve([]),
        storedBelow: () => Promise.resolve(new Map()),
        confirm: () => Promise.resolve(),
      },
      collabUrl,
      ticket: () => window.ticket('encrypted'),
      persist: true,
    });
    edit('encrypted', encrypted.inner, encrypted.awareness, name);
    await encrypted.whenSynced;
  },

  focus(kind) {
    const editor = found(kind);
    editor.dispatch(editor.state.tr.setSelection(TextSelection.atEnd(editor.state.doc)));
    editor.focus();
  },

  length: lengthOf,

  shown(kind, length) {
    return new Promise((resolve) => {
      const look = () => {
        if (lengthOf(kind) < length) return;
        observer.disconnect();
        resolve(now());
      };
      const observer = new MutationObserver(look);
      observer.observe(found(kind).dom, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      look();
    });
  },

  pressedAt: () => pressed,
};
