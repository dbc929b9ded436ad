import * as Y from 'yjs';
import type { DocumentCoreOptions } from '../core-options.ts';
import { DocumentCore } from '../document-core.ts';
import { newSession } from '../session-id.ts';
import type { CountingSealer } from './counting-sealer.ts';
import { itemsOf } from './simulated-relay.ts';
import type { MemoryDisk } from './memory-disk.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface CoreSetting {
  readonly sealer: CountingSealer;
  readonly clock: VirtualClock;
  /** Nothing is kept without one. */
  readonly disk?: MemoryDisk;
}

/** A core and its two documents, loaded and "connected", for tests of single rules. */
export class TestCore {
  readonly inner = new Y.Doc();
  readonly outer = new Y.Doc();
  readonly core: DocumentCore;
  readonly session: string = newSession();
  readonly #setting: CoreSetting;
  readonly reported: unknown[] = [];
  changes = 0;

  private constructor(setting: CoreSetting, more: Partial<DocumentCoreOptions>) {
    this.#setting = setting;
    this.core = new DocumentCore({
      inner: this.inner,
      outer: this.outer,
      sealer: setting.sealer,
      session: this.session,
      clock: setting.clock,
      random: () => 0,
      openCache: () => Promise.resolve(setting.disk?.open() ?? null),
      watched: () => true,
      onChange: () => {
        this.changes += 1;
      },
      report: (cause) => this.reported.push(cause),
      ...more,
    });
  }

  static async open(
    setting: CoreSetting,
    more: Partial<DocumentCoreOptions> = {},
  ): Promise<TestCore> {
    const opened = new TestCore(setting, more);
    await opened.core.load(() => Promise.resolve());
    opened.core.setSynced(true);
    return opened;
  }

  get items(): Uint8Array[] {
    return itemsOf(this.outer);
  }

  get text(): string {
    return this.inner.getText('text').toString();
  }

  type(text: string): void {
    const target = this.inner.getText('text');
    target.insert(target.length, text);
  }

  /** Lets time pass and everything that follows happen. */
  async pass(ms: number): Promise<void> {
    await this.#setting.clock.pass(ms, this.#setting.sealer.settle);
  }

  /** The relay confirms everything in the outer document. */
  confirm(): void {
    this.core.setStored(Y.encodeStateVector(this.outer));
  }

  /** Sends everything that the other lacks. */
  sendTo(other: TestCore): void {
    Y.applyUpdate(
      other.outer,
      Y.encodeStateAsUpdate(this.outer, Y.encodeStateVector(other.outer)),
      'network',
    );
  }

  /** Somebody with access to the outer document changes it. */
  meddle(change: (items: Y.Array<unknown>) => void): void {
    this.outer.transact(() => {
      change(this.outer.getArray('u'));
    }, 'meddler');
  }
}
