import type * as Y from 'yjs';
import { CacheKeeper } from './cache-keeper.ts';
import { Compaction } from './compaction.ts';
import type { CoreStatus, DocumentCoreOptions, Handover } from './core-options.ts';
import { Coverage } from './coverage.ts';
import { Differences } from './differences.ts';
import { Healing } from './healing.ts';
import { MissingChanges } from './missing-changes.ts';
import { OuterItems } from './outer-items.ts';
import { heavyFrom, overheadOf } from './overhead.ts';
import { publishGaps, Publisher } from './publisher.ts';
import { publishSnapshot } from './publish-snapshot.ts';
import { Receiver } from './receiver.ts';
import { SerialLane } from './serial-lane.ts';
import { StoredVector } from './stored-vector.ts';
import { remoteOrigin, type DocumentStatus } from './types.ts';

/** The encrypted document without network and disk: what is written in `inner` becomes items of `outer`, and the other way round. */
export class DocumentCore {
  readonly #options: DocumentCoreOptions;
  readonly #applied: Coverage;
  readonly #items: OuterItems;
  readonly #receiver: Receiver;
  readonly #publisher: Publisher;
  readonly #compaction: Compaction;
  readonly #healing: Healing;
  readonly #cache: CacheKeeper;
  readonly #stored: StoredVector;
  readonly #missing: MissingChanges;
  readonly #differences: Differences;
  readonly #lane = new SerialLane();
  #synced = false;
  #full = false;
  #loading = true;
  #readOnly = false;
  #looking = false;
  #closed = false;

  constructor(options: DocumentCoreOptions) {
    this.#options = options;
    const { inner, outer, sealer, session, clock, random, report, handover } = options;
    const applied = handover?.applied ?? new Coverage();
    this.#applied = applied;
    this.#differences = new Differences({
      clock,
      answer: () => this.#synced && this.#healing.ask(),
    });
    this.#stored = new StoredVector(outer);
    this.#missing = new MissingChanges({ inner, applied, clock, onMissing: options.onChange });
    this.#cache = new CacheKeeper({
      inner,
      applied,
      sealer,
      opener: options.keptOpener ?? sealer,
      clock,
      open: options.openCache,
      behind: handover !== undefined,
      onChange: () => {
        this.#changed();
      },
    });
    this.#items = new OuterItems(outer, (removed) => {
      this.#outerChanged(removed);
    });
    const items = this.#items;
    this.#receiver = new Receiver({
      inner,
      items,
      applied,
      sealer,
      report,
      onUpdates: (envelopes) => {
        this.#cache.add(envelopes, { written: false });
      },
      onSnapshot: () => {
        this.#cache.changed({ written: false });
      },
      onDrained: () => {
        this.#drained();
      },
    });
    this.#publisher = new Publisher({
      session,
      items,
      applied,
      sealer,
      clock,
      lane: this.#lane,
      report,
      gap: () => (options.watched() ? publishGaps.watched : publishGaps.unwatched),
      onSealed: (seq, envelope) => {
        this.#receiver.sent(session, seq);
        this.#cache.add([envelope], { written: true });
      },
      onIdle: () => {
        this.#changed();
      },
      onTooLarge: () => {
        this.#cache.changed({ written: true });
        this.#healing.doubt();
      },
    });
    const publish = () => this.#snapshot();
    this.#compaction = new Compaction({
      items,
      clock,
      random,
      compact: () => {
        if (!this.#readOnly) void publish().then((done) => done && this.#weigh());
      },
      foldItems: options.foldItems,
    });
    this.#healing = new Healing({
      items,
      applied,
      clock,
      random,
      publish,
      ready: () => options.heal !== false && this.#synced && !this.#receiver.busy && !this.#loading,
    });
    this.#follow(true);
    this.#receiver.start();
  }

  /** Everything that `inner` contains. */
  get applied(): Coverage {
    return this.#applied;
  }

  get status(): CoreStatus {
    return {
      saved: this.#saved(),
      changesMissing: this.#missing.any,
      setAside: this.#items.asideCount + this.#cache.unreadable,
      storage: this.#cache.refused ? 'refused' : 'ok',
      full: this.#full,
    };
  }

  /** For the partner, see `heard`: the newest number of ours that they should have, and what everything here amounts to. */
  get tell(): { readonly session: string; readonly seq: number; readonly digest: number } {
    return {
      session: this.#options.session,
      seq: this.#publisher.busy ? Math.max(0, this.#publisher.seq - 1) : this.#publisher.seq,
      digest: this.#applied.digest,
    };
  }

  /** True while envelopes wait to be opened or changes to be sealed. */
  get busy(): boolean {
    return this.#receiver.busy || this.#publisher.busy || this.#lane.busy;
  }

  /**
   * Reads the device's cache into `inner`, and publishes what was handed over.
   * @param loadOuter brings what the device keeps of the outer document; its failure is the caller's to tell
   */
  async load(loadOuter: () => Promise<void>): Promise<void> {
    for (const update of this.#options.handover?.pending ?? []) this.#publisher.add(update);
    await Promise.all([this.#cache.load(), loadOuter()]);
    this.#stored.noteKept();
    await this.#receiver.drained();
    this.#loading = false;
    // The cache may hold what the outer document has lost.
    this.#healing.doubt();
    this.#changed();
  }

  /** The first exchange with the relay is through, or the connection is gone. */
  setSynced(synced: boolean): void {
    this.#synced = synced;
    if (synced && !this.#receiver.busy) this.#healing.consider();
    this.#changed();
  }

  /** Nobody takes anything from here any more: what is there is read, and not folded. */
  onlyRead(): void {
    this.#readOnly = true;
  }

  /** The relay has confirmed what this state vector covers. @throws Error when the bytes are none */
  setStored(stateVector: Uint8Array): void {
    this.#stored.set(stateVector);
    this.#changed();
  }

  /** What a partner's device told, see `tell`. */
  heard({ session, seq, digest }: DocumentCore['tell']): void {
    this.#missing.hear(session, seq);
    this.#differences.compare(this.#applied.digest, digest);
    this.#changed();
  }

  /** `inner` and `applied` hold something more of an earlier generation: it is to be kept and published in this one, too. */
  carried(): void {
    this.#cache.changed({ written: true });
    this.#healing.doubt();
    this.#changed();
  }

  /** Hands over to the next generation, at this moment. What is arriving here is still read; what is sealed already is still kept. */
  retire(): Handover {
    this.#follow(false);
    this.#readOnly = true;
    this.#compaction.close();
    this.#healing.close();
    return { applied: this.#applied, pending: this.#publisher.stop() };
  }

  /** Resolves when all that arrived so far is in `inner`. */
  drained(): Promise<void> {
    return this.#receiver.drained();
  }

  /** Hands over everything written so far; resolves when it is on this device, if that keeps anything. */
  async flush(): Promise<void> {
    await this.#publisher.flush();
    await this.#cache.flush();
  }

  /** Folds the device's cache now, for a page that may be about to go. */
  async fold(): Promise<void> {
    await this.#cache.fold();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    this.#follow(false);
    this.#publisher.close();
    this.#compaction.close();
    this.#healing.close();
    this.#receiver.close();
    this.#missing.close();
    await this.#receiver.drained();
    await this.#lane.settled();
    this.#items.destroy();
    await this.#cache.close();
  }

  #follow(follow: boolean): void {
    const { inner } = this.#options;
    if (follow) inner.on('afterTransactionCleanup', this.#innerChanged);
    else inner.off('afterTransactionCleanup', this.#innerChanged);
    inner.off('update', this.#written);
  }

  /**
   * Right before Yjs asks whether somebody wants the update of this transaction: for what came from elsewhere it then need not be
   * made, which is half of the time that opening a large document takes.
   */
  readonly #innerChanged = ({ origin }: Y.Transaction): void => {
    const { inner } = this.#options;
    if (origin === remoteOrigin) inner.off('update', this.#written);
    else inner.on('update', this.#written);
  };

  readonly #written = (update: Uint8Array): void => {
    this.#moved();
    this.#publisher.add(update);
    this.#options.onChange();
  };

  #moved(): void {
    this.#differences.moved();
    this.#compaction.activity();
  }

  #outerChanged(removed: boolean): void {
    if (this.#closed) return;
    this.#receiver.start();
    if (removed) this.#healing.doubt();
    this.#moved();
    // Yjs calls this before it hands the change to the network: what can wait until it has left, waits.
    if (this.#looking || this.#receiver.busy) return;
    this.#looking = true;
    queueMicrotask(() => {
      this.#looking = false;
      if (!this.#closed && !this.#receiver.busy) this.#drained();
    });
  }

  #drained(): void {
    this.#healing.consider();
    this.#compaction.consider();
    this.#changed();
  }

  #weigh(): void {
    if (this.#closed || this.#readOnly) return;
    const limit = this.#options.heavyFrom ?? heavyFrom;
    if (overheadOf(this.#items) > limit) this.#options.onHeavy?.();
  }

  /** Publishes a snapshot in its turn; false when it could not be. */
  async #snapshot(): Promise<boolean> {
    try {
      await this.#receiver.drained();
      return await this.#lane.run(async () => {
        if (this.#closed) return false;
        const { inner, sealer } = this.#options;
        const fits = await publishSnapshot({
          inner,
          items: this.#items,
          applied: this.#applied,
          sealer,
        });
        this.#full = !fits;
        return fits;
      });
    } catch (cause) {
      this.#options.report(cause);
      return false;
    } finally {
      this.#changed();
    }
  }

  #saved(): DocumentStatus['saved'] {
    if (this.#publisher.busy) return 'saving';
    const kept = this.#cache.durable;
    const covered = this.#stored.coversAll && !this.#healing.doubtful;
    if (covered && !this.#loading && (kept || !this.#cache.keeps)) return 'both';
    return kept ? 'here' : 'saving';
  }

  #changed(): void {
    if (this.#closed) return;
    this.#missing.look();
    this.#options.onChange();
  }
}
