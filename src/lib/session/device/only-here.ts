import type { EncryptedDocument } from '../../collab/provider/index.ts';
import { openSafeStore, type KeyValueStore, type SafeStore } from './safe-store.ts';

const prefix = 'holdfast.only-here.';

/**
 * In which shared documents a person has written what is on this device alone so far: without a connection, and maybe at an earlier visit.
 * Signing out would take it away. It holds ids of documents, and no words.
 */
export class OnlyHere {
  readonly #store: SafeStore;

  constructor(open: () => KeyValueStore = () => localStorage) {
    this.#store = openSafeStore(open);
  }

  any(accountId: string): boolean {
    return this.#read(accountId).size > 0;
  }

  /** Follows a document until it is closed: what is written in it is only here until the relay has stored all of it. */
  follow(
    accountId: string,
    documentId: string,
    document: Pick<EncryptedDocument, 'inner' | 'onStatus'>,
  ): void {
    const note = (only: boolean) => {
      // Read anew each time: the same document may be open in another tab, which notes it, too.
      const ids = this.#read(accountId);
      if (ids.has(documentId) === only) return;
      if (only) ids.add(documentId);
      else ids.delete(documentId);
      if (ids.size === 0) this.forget(accountId);
      else this.#store.setItem(prefix + accountId, [...ids].join(' '));
    };
    document.inner.on('update', (_update, _origin, _doc, { local }) => {
      if (local) note(true);
    });
    document.onStatus(({ saved }) => {
      if (saved === 'both') note(false);
    });
  }

  forget(accountId: string): void {
    this.#store.removeItem(prefix + accountId);
  }

  #read(accountId: string): Set<string> {
    return new Set((this.#store.getItem(prefix + accountId) ?? '').split(' ').filter(Boolean));
  }
}
