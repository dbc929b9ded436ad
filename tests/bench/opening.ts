import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as Y from 'yjs';
import { systemClock } from '../../src/lib/collab/provider/clock.ts';
import { DocumentCore } from '../../src/lib/collab/provider/document-core.ts';
import type { Sealer } from '../../src/lib/collab/provider/sealer.ts';
import { newSession } from '../../src/lib/collab/provider/session-id.ts';
import type { LongHistory } from './long-history.ts';
import { percentile, round } from './statistics.ts';

const rounds = 21;

export interface Opening {
  readonly open_ms: number;
  readonly open_plain_ms: number;
  /** Time until everything is readable, encrypted by plain. */
  readonly open_ratio: number;
  readonly open_memory_mib: number;
  readonly open_memory_ratio: number;
  /** What one key costs the page in which it is typed, until it is on its way, p95. */
  readonly keystroke_ms_p95: number;
  readonly keystroke_plain_ms_p95: number;
}

/**
 * Opening a document with five years behind it: from the state that the relay sends until all of it can be read. Both kinds take turns, in a
 * fresh document each time; medians.
 */
export async function measureOpening({ encrypted, plain, sealer }: LongHistory): Promise<Opening> {
  const times = { encrypted: [] as number[], plain: [] as number[] };
  for (let turn = -3; turn < rounds; turn += 1) {
    const plainMs = await timed(() => {
      openPlain(plain).destroy();
    });
    let opened: Opened | null = null;
    const encryptedMs = await timed(async () => {
      opened = await openEncrypted(encrypted, sealer);
    });
    await (opened as Opened | null)?.close();
    if (turn < 0) continue;
    times.plain.push(plainMs);
    times.encrypted.push(encryptedMs);
  }
  const [ms, plainMs] = [percentile(times.encrypted, 0.5), percentile(times.plain, 0.5)];
  const memory = await held(() => openEncrypted(encrypted, sealer));
  const plainMemory = await held(() => Promise.resolve(openPlain(plain)));
  const keys = await measureKeys({ encrypted, plain, sealer });
  return {
    open_ms: round(ms, 1),
    open_plain_ms: round(plainMs, 1),
    open_ratio: round(ms / plainMs),
    open_memory_mib: round(memory / 2 ** 20, 1),
    open_memory_ratio: round(memory / plainMemory),
    ...keys,
  };
}

function openPlain(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}

interface Opened {
  readonly inner: Y.Doc;
  readonly core: DocumentCore;
  close(): Promise<void>;
}

async function openEncrypted(state: Uint8Array, sealer: Sealer): Promise<Opened> {
  const inner = new Y.Doc();
  const outer = new Y.Doc();
  const core = new DocumentCore({
    inner,
    outer,
    sealer,
    clock: systemClock,
    random: Math.random,
    session: newSession(),
    openCache: () => Promise.resolve(null),
    watched: () => true,
    onChange: () => undefined,
    report: (cause) => {
      throw cause;
    },
  });
  await core.load(() => Promise.resolve());
  Y.applyUpdate(outer, state, 'network');
  await core.drained();
  return {
    inner,
    core,
    async close() {
      await core.close();
      inner.destroy();
      outer.destroy();
    },
  };
}

/** Keys at the end of one of many texts, one at a time: the time that each holds the page up. What follows in threads is not counted. */
async function measureKeys({
  encrypted,
  plain,
  sealer,
}: Pick<LongHistory, 'encrypted' | 'plain' | 'sealer'>) {
  const opened = await openEncrypted(encrypted, sealer);
  const other = openPlain(plain);
  // As y-websocket and y-indexeddb would, somebody takes each update.
  other.on('update', (update) => update);
  const times = { encrypted: [] as number[], plain: [] as number[] };
  for (let key = 0; key < 400; key += 1) {
    for (const [kind, doc] of [
      ['plain', other],
      ['encrypted', opened.inner],
    ] as const) {
      const ms = await timed(async () => {
        doc.getText('opening').insert(doc.getText('opening').length, 'e');
        if (kind === 'encrypted') await opened.core.flush();
      });
      if (key >= 50) times[kind].push(ms);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await opened.close();
  other.destroy();
  return {
    keystroke_ms_p95: round(percentile(times.encrypted, 0.95), 2),
    keystroke_plain_ms_p95: round(percentile(times.plain, 0.95), 2),
  };
}

async function timed(act: () => unknown): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Bytes that are held as long as what `make` made is. */
async function held(make: () => Promise<Opened | Y.Doc>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = async () => {
    for (let times = 3; times > 0; times -= 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = await used();
  const kept = await make();
  const after = await used();
  // Whatever counts as held until here is used here.
  if (kept instanceof Y.Doc) kept.destroy();
  else await kept.close();
  return after - before;
}
