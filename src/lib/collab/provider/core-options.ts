import type * as Y from 'yjs';
import type { Clock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import type { EncryptedCache } from './encrypted-cache.ts';
import type { Opener, Sealer } from './sealer.ts';
import type { DocumentStatus } from './types.ts';

/** What the core of one generation leaves to that of the next. */
export interface Handover {
  /** Everything that `inner` contains. The former core may still add to it while it reads its last items. */
  readonly applied: Coverage;
  /** Changes of `inner` that were not sealed yet, and that `applied` does not know. */
  readonly pending: readonly Uint8Array[];
}

export interface DocumentCoreOptions {
  /** Plaintext; the editor's. */
  readonly inner: Y.Doc;
  /** Envelopes; the network's and the disk's. */
  readonly outer: Y.Doc;
  readonly sealer: Sealer;
  /** Opens what this device keeps; left out, as `sealer` does. */
  readonly keptOpener?: Opener | undefined;
  /** Random id of this opening of the document, see `newSession`. */
  readonly session: string;
  readonly clock: Clock;
  /** 0 ≤ number < 1; for spreading out in time only. */
  readonly random: () => number;
  /** Opens the device's cache; null keeps nothing. */
  readonly openCache: () => Promise<EncryptedCache | null>;
  /** Whether somebody else has the document open, so that every key should reach them at once. */
  readonly watched: () => boolean;
  /** Called after anything that `status` tells may have changed. */
  readonly onChange: () => void;
  /** Errors of others (an editor's observer), which must not stop the document. */
  readonly report: (cause: unknown) => void;
  /** Left out, `inner` is empty. */
  readonly handover?: Handover | undefined;
  /** The outer document carries so much that is gone that it should move to its next generation. */
  readonly onHeavy?: () => void;
  /** Bytes from which it does, when it is not `heavyFrom`; a simulation moves early. */
  readonly heavyFrom?: number | undefined;
  /** Only a test that shows what healing is for turns it off. */
  readonly heal?: boolean;
  /** Items that are worth folding; a simulation folds early, so that it happens often. */
  readonly foldItems?: number;
}

export type CoreStatus = Pick<
  DocumentStatus,
  'saved' | 'changesMissing' | 'setAside' | 'storage' | 'full'
>;
