import * as Y from 'yjs';
import type { Clock } from './clock.ts';
import type { DocumentCore } from './document-core.ts';

interface ReadStoredOptions {
  readonly outer: Y.Doc;
  readonly core: DocumentCore;
  readonly clock: Clock;
  readonly stored: () => Promise<readonly Uint8Array[]>;
  /** The document has been closed meanwhile. */
  readonly isOver: () => boolean;
}

const againAfterMs = 5_000;

/** Reads what is stored into the document, in place of the relay; tries again until it could be asked. Resolves when it is in `inner`. */
export async function readStored(options: ReadStoredOptions): Promise<void> {
  const { outer, core, clock, stored, isOver } = options;
  while (!isOver()) {
    try {
      const kept = new Y.Doc();
      for (const update of await stored()) apply(kept, update);
      if (isOver()) return;
      Y.applyUpdate(outer, Y.encodeStateAsUpdate(kept), 'stored');
      core.setStored(Y.encodeStateVector(kept));
      kept.destroy();
      await core.drained();
      return;
    } catch {
      // The server could not be asked. What this device keeps is on the page already.
      await new Promise<void>((resolve) => clock.after(againAfterMs, resolve));
    }
  }
}

/** One spoilt row hides no other. */
function apply(doc: Y.Doc, update: Uint8Array): void {
  try {
    Y.applyUpdate(doc, update);
  } catch {
    // What it held counts as missing: sessions whose numbers have gaps say so.
  }
}
