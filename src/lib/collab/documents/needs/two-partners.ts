import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';
import type { ItemText } from '../../../domain/needs/item.ts';
import { NeedsAndFears } from './needs-and-fears.ts';
import type { NeedOrFear } from './parse-item.ts';
import { paragraphsOf, readRichText, textOf } from './rich-text.ts';

/** For tests: two people, and devices of theirs that share one document. */
export const ada = '00000000-0000-4000-8000-00000000000a';
export const ben = '00000000-0000-4000-8000-00000000000b';

/** Stands for the editor of a device: its changes are undone, and remote ones are not. */
export const typing = Symbol('an editor');

export interface Device {
  readonly doc: Y.Doc;
  readonly page: NeedsAndFears;
  /** The item with this id. It must be there. */
  item(id: string): NeedOrFear;
  says(id: string, text?: ItemText): string;
  /** Writes as somebody at this device does: what stood there is replaced. */
  write(id: string, words: string, text?: ItemText): void;
  /** Writes and comes to rest. */
  tell(id: string, words: string, text?: ItemText): void;
  earlier(id: string, text?: ItemText): string[];
}

export interface Clock {
  at: number;
}

function device(me: string, clock: Clock): Device {
  const doc = new Y.Doc();
  const partner = me === ada ? ben : ada;
  const page = new NeedsAndFears(doc, { me, partner, now: () => clock.at });
  page.undo.addTrackedOrigin(typing);
  const item = (id: string) => {
    const found = page.contents().items.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no item ${id}`);
    return found;
  };
  const says = (id: string, text: ItemText = 'words') => {
    const fragment = item(id).texts[text];
    return fragment === null ? '' : textOf(readRichText(fragment));
  };
  const write = (id: string, words: string, text: ItemText = 'words') => {
    const fragment = item(id).texts[text];
    if (fragment === null) throw new Error(`no ${text} in ${id}`);
    page.undo.stopCapturing();
    doc.transact(() => {
      putWords(fragment, words);
    }, typing);
  };
  return {
    doc,
    page,
    item,
    says,
    write,
    tell: (id, words, text = 'words') => {
      page.wordings.begin(id, text);
      write(id, words, text);
      page.wordings.settle(id, text);
    },
    earlier: (id, text = 'words') =>
      page.wordings
        .history(item(id), text)
        .earlier.map(({ blocks }) =>
          textOf({ form: 'known', blocks, paragraphs: paragraphsOf(blocks) }),
        ),
  };
}

/** Puts words into a text, as any client can. */
export function putWords(fragment: Y.XmlFragment, words: string): void {
  if (fragment.length > 0) fragment.delete(0, fragment.length);
  if (words === '') return;
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  fragment.insert(0, [paragraph]);
}

/** Devices of Ada and Ben, a second one of Ada, and a clock that all of them share. */
export function twoPartners() {
  const clock: Clock = { at: Date.UTC(2026, 2, 3) };
  const a = device(ada, clock);
  const b = device(ben, clock);
  const a2 = device(ada, clock);
  const sync = (...devices: readonly Device[]) => {
    const all = devices.length === 0 ? [a, b, a2] : devices;
    for (const from of all) {
      for (const to of all) {
        if (from === to) continue;
        const missing = Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc));
        Y.applyUpdate(to.doc, missing, 'remote');
      }
    }
  };
  return { a, b, a2, sync, clock };
}

/** The code of the failure that something ends with. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : 'another error';
  }
  return 'done';
}
