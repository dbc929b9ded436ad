import { setImmediate as turn } from 'node:timers/promises';
import * as Y from 'yjs';
import { DocumentCore } from '../../src/lib/collab/provider/document-core.ts';
import { documentSealer } from '../../src/lib/collab/provider/sealer.ts';
import { newSession } from '../../src/lib/collab/provider/session-id.ts';
import { CountingSealer } from '../../src/lib/collab/provider/simulation/counting-sealer.ts';
import { documentId, makeKeys } from '../../src/lib/collab/provider/simulation/keys.ts';
import { SeededRandom } from '../../src/lib/collab/provider/simulation/seeded-random.ts';
import { VirtualClock } from '../../src/lib/collab/provider/simulation/virtual-clock.ts';
import { round } from './statistics.ts';

const keystrokes = 2_000;

export interface StoredBytes {
  readonly keystrokes: number;
  /** Characters that are left of them. */
  readonly characters: number;
  readonly bytes: number;
  readonly plain_bytes: number;
  readonly bytes_ratio: number;
  /** Before the pause in which the document folds its items. */
  readonly bytes_before_pause: number;
}

/** One key of a person who writes: a letter at the cursor or a step back over what was wrong, after a pause in milliseconds. */
interface Key {
  readonly pause: number;
  readonly press: (text: Y.Text) => void;
}

/**
 * What a relay keeps of the same 2,000 keystrokes, in bytes of `Y.encodeStateAsUpdate`: of the outer document with its envelopes, after
 * the pause in which it folds by itself, and of a plain document. The very core of the app, with real encryption and its own timing, on a
 * clock that does not wait.
 */
export async function measureBytes(): Promise<StoredBytes> {
  const clock = new VirtualClock();
  const keys = await makeKeys();
  const sealer = new CountingSealer(documentSealer({ documentId, generation: 0, keys }));
  const inner = new Y.Doc();
  const outer = new Y.Doc();
  const core = new DocumentCore({
    inner,
    outer,
    sealer,
    clock,
    session: newSession(),
    random: () => 0.5,
    openCache: () => Promise.resolve(null),
    watched: () => true,
    onChange: () => undefined,
    report: (cause) => {
      throw cause;
    },
  });
  await core.load(() => Promise.resolve());
  core.setSynced(true);

  const plain = new Y.Doc();
  for (const { pause, press } of typing()) {
    await clock.pass(pause, sealer.settle);
    press(inner.getText('text'));
    press(plain.getText('text'));
  }
  await clock.pass(1_000, sealer.settle);
  const before = Y.encodeStateAsUpdate(outer).length;
  await clock.pass(60_000, sealer.settle);
  await core.close();
  await turn();

  const bytes = Y.encodeStateAsUpdate(outer).length;
  const plainBytes = Y.encodeStateAsUpdate(plain).length;
  return {
    keystrokes,
    characters: plain.getText('text').length,
    bytes,
    plain_bytes: plainBytes,
    bytes_ratio: round(bytes / plainBytes, 3),
    bytes_before_pause: before,
  };
}

/** Words of mixed length, a slip and its correction every few words, now and then a change further up, and pauses to think. */
function* typing(): Generator<Key> {
  const random = new SeededRandom(2026);
  const letters = 'etaoinshrdlucmfwypvbgk';
  let cursor = 0;
  let length = 0;
  let backspaces = 0;
  let wordLeft = 4;
  for (let key = 0; key < keystrokes; key += 1) {
    if (backspaces === 0 && random.chance(0.03) && length > 10) backspaces = 1 + random.below(6);
    if (backspaces === 0 && random.chance(0.005)) cursor = random.below(length + 1);
    else if (random.chance(0.02)) cursor = length;
    const pause = random.chance(0.02) ? 2_500 : 80 + random.below(220);
    if (backspaces > 0 && cursor > 0) {
      backspaces -= 1;
      cursor -= 1;
      length -= 1;
      const at = cursor;
      yield { pause, press: (text) => text.delete(at, 1) };
      continue;
    }
    backspaces = 0;
    wordLeft -= 1;
    const letter = wordLeft < 0 ? ' ' : letters.charAt(Math.floor(random.next() ** 2 * 22));
    if (wordLeft < 0) wordLeft = 2 + random.below(8);
    const at = cursor;
    cursor += 1;
    length += 1;
    yield {
      pause,
      press: (text) => {
        text.insert(at, letter);
      },
    };
  }
}
