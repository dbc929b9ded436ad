import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentStatus, EncryptedDocument } from '../../collab/provider/index.ts';
import { OnlyHere } from './only-here.ts';

const [ada, ben] = ['ada', 'ben'];
const [first, second] = ['document-1', 'document-2'];

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** What is followed of a document: its words, and what its status says. */
function opened() {
  const inner = new Y.Doc();
  const listeners: ((status: DocumentStatus) => void)[] = [];
  const document: Pick<EncryptedDocument, 'inner' | 'onStatus'> = {
    inner,
    onStatus: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  return {
    document,
    write: () => inner.getText('opening').insert(0, 'a'),
    receive: () => {
      const theirs = new Y.Doc();
      theirs.getText('opening').insert(0, 'b');
      Y.applyUpdate(inner, Y.encodeStateAsUpdate(theirs));
    },
    says: (saved: DocumentStatus['saved']) => {
      const online: Omit<DocumentStatus, 'saved'> = {
        connection: 'online',
        refusal: null,
        changesMissing: false,
        setAside: 0,
        storage: 'ok',
        full: false,
      };
      for (const listener of listeners) listener({ ...online, saved });
    },
  };
}

describe('words that are on this device alone', () => {
  test('are known of from the first letter until all of the document is stored, also after a reload', () => {
    const store = storage();
    const onlyHere = new OnlyHere(() => store);
    const page = opened();
    onlyHere.follow(ada, first, page.document);
    expect(onlyHere.any(ada)).toBe(false);
    page.write();
    page.says('here');
    expect(onlyHere.any(ada)).toBe(true);
    expect(onlyHere.any(ben)).toBe(false);

    const afterwards = new OnlyHere(() => store);
    expect(afterwards.any(ada)).toBe(true);
    const again = opened();
    afterwards.follow(ada, first, again.document);
    again.says('both');
    expect(afterwards.any(ada)).toBe(false);
  });

  test('are known of document by document', () => {
    const onlyHere = new OnlyHere(storage);
    const [one, other] = [opened(), opened()];
    onlyHere.follow(ada, first, one.document);
    onlyHere.follow(ada, second, other.document);
    one.write();
    other.write();
    one.says('both');
    expect(onlyHere.any(ada)).toBe(true);
    other.says('both');
    expect(onlyHere.any(ada)).toBe(false);
  });

  test('are known of again when another tab, which has stored its own, called the document stored', () => {
    const store = storage();
    const [here, there] = [opened(), opened()];
    const onlyHere = new OnlyHere(() => store);
    onlyHere.follow(ada, first, here.document);
    here.write();
    new OnlyHere(() => store).follow(ada, first, there.document);
    there.says('both');
    here.write();
    expect(onlyHere.any(ada)).toBe(true);
  });

  test('are none where only the partner’s arrived, and are forgotten with the device', () => {
    const onlyHere = new OnlyHere(storage);
    const page = opened();
    onlyHere.follow(ada, first, page.document);
    page.receive();
    expect(onlyHere.any(ada)).toBe(false);
    page.write();
    onlyHere.forget(ada);
    expect(onlyHere.any(ada)).toBe(false);
  });
});
