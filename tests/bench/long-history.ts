import * as Y from 'yjs';
import { DocumentCore } from '../../src/lib/collab/provider/document-core.ts';
import type { Handover } from '../../src/lib/collab/provider/core-options.ts';
import type { Sealer } from '../../src/lib/collab/provider/sealer.ts';
import { newSession } from '../../src/lib/collab/provider/session-id.ts';
import { CountingSealer } from '../../src/lib/collab/provider/simulation/counting-sealer.ts';
import { makeSealer } from '../../src/lib/collab/provider/simulation/keys.ts';
import { SeededRandom } from '../../src/lib/collab/provider/simulation/seeded-random.ts';
import { VirtualClock } from '../../src/lib/collab/provider/simulation/virtual-clock.ts';

export const history = { weeks: 260, items: 500, edits: 250_000 } as const;

export interface LongHistory {
  readonly sealer: Sealer;
  /** State of the outer document, as the relay keeps it. */
  readonly encrypted: Uint8Array;
  /** State of the same document, had it never been encrypted. */
  readonly plain: Uint8Array;
  readonly sessions: number;
  readonly characters: number;
}

/** Keys between two looks at the clock, 200 ms apart. */
const burst = 4;

/**
 * Five years of two people who write in one document every week: 500 items in the end, 250,000 single edits (letters, slips and their
 * corrections, changes further up), a new page with new client ids for each of them each week. The real core with its own timing, on a
 * clock that does not wait. The plain document is the inner one itself.
 */
export async function liveFiveYears(): Promise<LongHistory> {
  const random = new SeededRandom(1929);
  const clock = new VirtualClock();
  const sealer = await makeSealer();
  const counting = new CountingSealer(sealer);
  const inner = new Y.Doc();
  const outer = new Y.Doc();
  let handover: Handover | undefined;
  let edits = 0;
  let sessions = 0;
  const items: Y.XmlText[] = [];

  for (let week = 0; week < history.weeks; week += 1) {
    for (const who of ['one', 'other']) {
      // A new page: clients of Yjs are known by its numbers alone.
      inner.clientID = 1 + random.below(2 ** 31);
      outer.clientID = 1 + random.below(2 ** 31);
      const core: DocumentCore = new DocumentCore({
        inner,
        outer,
        sealer: counting,
        clock,
        session: newSession(),
        random: random.next,
        openCache: () => Promise.resolve(null),
        watched: () => false,
        onChange: () => undefined,
        report: (cause) => {
          throw cause;
        },
        handover,
      });
      await core.load(() => Promise.resolve());
      core.setSynced(true);
      await clock.pass(1_000, counting.settle);
      sessions += 1;
      const share = (history.edits * sessions) / (history.weeks * 2);
      while (items.length < (history.items * sessions) / (history.weeks * 2)) {
        items.push(addItem(inner, items.length, who));
      }
      while (edits < share) {
        const text = items[Math.floor(random.next() ** 0.5 * items.length)];
        if (text)
          edits += await writeInto(text, random, () => clock.pass(burst * 200, counting.settle));
      }
      await clock.pass(60_000, counting.settle);
      handover = { ...core.retire(), pending: [] };
      await core.close();
    }
  }
  return {
    sealer,
    encrypted: Y.encodeStateAsUpdate(outer),
    plain: Y.encodeStateAsUpdate(inner),
    sessions,
    characters: items.reduce((sum, { length }) => sum + length, 0),
  };
}

/** A need or a fear, shaped as the app's. */
function addItem(doc: Y.Doc, number: number, owner: string): Y.XmlText {
  const text = new Y.XmlText();
  doc.transact(() => {
    const item = new Y.Map<unknown>();
    const words = new Y.XmlFragment();
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [text]);
    words.insert(0, [paragraph]);
    item.set('kind', number % 2 === 0 ? 'need' : 'fear');
    item.set('owner', owner);
    item.set('position', `a${String(number)}`);
    item.set('words', words);
    item.set('createdAt', number);
    doc.getMap('items').set(`item ${String(number)}`, item);
  });
  return text;
}

/** A sentence or two, as people type them; resolves with the number of edits. */
async function writeInto(
  text: Y.XmlText,
  random: SeededRandom,
  rest: () => Promise<void>,
): Promise<number> {
  const letters = 'etaoinshrdlucmfwypvbgk ';
  const keys = 40 + random.below(160);
  let cursor = random.chance(0.7) ? text.length : random.below(text.length + 1);
  for (let key = 1; key <= keys; key += 1) {
    const erases = random.chance(0.12) || (text.length > 400 && random.chance(0.75));
    if (erases && cursor > 0) {
      cursor -= 1;
      text.delete(cursor, 1);
    } else {
      text.insert(cursor, letters.charAt(Math.floor(random.next() ** 2 * letters.length)));
      cursor += 1;
    }
    if (key % burst === 0) await rest();
  }
  return keys;
}
