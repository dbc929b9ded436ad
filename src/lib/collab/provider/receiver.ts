import * as Y from 'yjs';
import { readHeader } from '../../crypto/envelopes/index.ts';
import { toFailure, type FailureCode } from '../../domain/failure/failure.ts';
import { limits } from '../protocol/frames.ts';
import { Coverage } from './coverage.ts';
import type { AsideReason, OuterItems } from './outer-items.ts';
import {
  decodeSnapshot,
  decodeUpdate,
  type SnapshotPayload,
  type UpdatePayload,
} from './payloads.ts';
import type { Sealer } from './sealer.ts';
import { remoteOrigin } from './types.ts';

/** Items opened at a time: one transaction of the inner document, so one step for the editor. */
const batchSize = 64;

type Opened =
  | { readonly is: 'update'; readonly payload: UpdatePayload }
  | { readonly is: 'snapshot'; readonly payload: SnapshotPayload }
  | { readonly is: 'aside'; readonly reason: AsideReason };

interface ReceiverOptions {
  readonly inner: Y.Doc;
  readonly items: OuterItems;
  /** Everything that `inner` contains. */
  readonly applied: Coverage;
  readonly sealer: Sealer;
  /** Envelopes of updates that have just come into `inner`, for the cache. */
  readonly onUpdates: (envelopes: readonly Uint8Array[]) => void;
  /** A snapshot brought something new. */
  readonly onSnapshot: () => void;
  /** All items are read. */
  readonly onDrained: () => void;
  /** Something outside of this object threw, for instance the editor. */
  readonly report: (cause: unknown) => void;
}

/** Opens the items of the outer document one batch after another: decrypt, validate, apply, mark. */
export class Receiver {
  readonly #options: ReceiverOptions;
  /** What came in as an update item; a second item with the same number is a replay. */
  readonly #seen = new Coverage();
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** True while items wait or are being opened. */
  get busy(): boolean {
    return this.#running !== null;
  }

  /** Begins to read what waits, unless it is already being read. */
  start(): void {
    if (this.#closed || this.#running || this.#options.items.waiting(1).length === 0) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
      if (this.#options.items.waiting(1).length > 0) this.start();
      else if (!this.#closed) this.#options.onDrained();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Notes an update of our own, so that a copy of it counts as a replay. */
  sent(session: string, seq: number): void {
    this.#seen.add(session, seq);
  }

  close(): void {
    this.#closed = true;
  }

  async #drain(): Promise<void> {
    const { items } = this.#options;
    for (;;) {
      const batch = this.#closed ? [] : items.waiting(batchSize);
      if (batch.length === 0) return;
      const opened = await Promise.all(batch.map((item) => this.#open(item)));
      this.#apply(batch, opened);
    }
  }

  async #open(item: Uint8Array): Promise<Opened> {
    if (item.length > limits.itemBytes) return { is: 'aside', reason: 'oversized' };
    try {
      const { kind } = readHeader(item);
      if (kind === 'update' || kind === 'snapshot') {
        const content = await this.#options.sealer.open(kind, item);
        return parse(kind, content);
      }
      return { is: 'aside', reason: 'tampered' };
    } catch (cause) {
      return { is: 'aside', reason: reasons[toFailure(cause).code] ?? 'tampered' };
    }
  }

  #apply(batch: readonly Uint8Array[], opened: readonly Opened[]): void {
    const { inner, items, report } = this.#options;
    const updates: Uint8Array[] = [];
    let snapshots = 0;
    try {
      inner.transact(() => {
        opened.forEach((content, index) => {
          const item = batch[index];
          if (!item) return;
          if (content.is === 'aside') items.mark(item, content);
          else if (content.is === 'update') {
            if (this.#applyUpdate(item, content.payload)) updates.push(item);
          } else if (this.#applySnapshot(item, content.payload)) snapshots += 1;
        });
      }, remoteOrigin);
    } catch (cause) {
      // Yjs runs everybody's observers at the end of a transaction. What they throw does not undo what was applied.
      report(cause);
    }
    // Whatever happened, nothing of this batch is read a second time.
    for (const item of batch) {
      if (items.all.get(item)?.is === 'waiting') items.mark(item, malformed);
    }
    if (snapshots > 0) this.#options.onSnapshot();
    if (updates.length > 0) this.#options.onUpdates(updates);
  }

  /** True when it brought something new. */
  #applyUpdate(item: Uint8Array, { session, seq, update }: UpdatePayload): boolean {
    const { inner, items, applied } = this.#options;
    if (this.#seen.has(session, seq)) {
      items.mark(item, { is: 'aside', reason: 'replayed' });
      return false;
    }
    const known = applied.has(session, seq);
    if (!known) {
      try {
        Y.applyUpdate(inner, update, remoteOrigin);
      } catch {
        items.mark(item, malformed);
        return false;
      }
    }
    this.#seen.add(session, seq);
    applied.add(session, seq);
    items.mark(item, { is: 'update', session, seq });
    return !known;
  }

  #applySnapshot(item: Uint8Array, { covers, state }: SnapshotPayload): boolean {
    const { inner, items, applied } = this.#options;
    const known = applied.contains(covers);
    if (!known) {
      try {
        Y.applyUpdateV2(inner, state, remoteOrigin);
      } catch {
        items.mark(item, malformed);
        return false;
      }
    }
    applied.addAll(covers);
    items.mark(item, { is: 'snapshot', covers });
    return !known;
  }
}

const malformed = { is: 'aside', reason: 'malformed' } as const;

const reasons: Partial<Record<FailureCode, AsideReason>> = {
  envelope_tampered: 'tampered',
  envelope_unknown_version: 'unknown_version',
  envelope_wrong_epoch: 'wrong_epoch',
};

function parse(kind: 'update' | 'snapshot', content: Uint8Array): Opened {
  try {
    return kind === 'update'
      ? { is: 'update', payload: decodeUpdate(content) }
      : { is: 'snapshot', payload: decodeSnapshot(content) };
  } catch (cause) {
    return { is: 'aside', reason: reasons[toFailure(cause).code] ?? 'malformed' };
  }
}
