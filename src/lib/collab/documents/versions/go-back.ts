import * as Y from 'yjs';
import { itemTexts, mayRemove, mayWrite, type ItemText } from '../../../domain/needs/item.ts';
import type { NeedsAndFears } from '../needs/needs-and-fears.ts';
import { beside } from '../needs/parse-beside.ts';
import type { NeedOrFear } from '../needs/parse-item.ts';
import { readRichText, type Block } from '../needs/rich-text.ts';
import { ownChange } from '../needs/undo.ts';
import { writeRichText } from '../needs/write-rich-text.ts';

/** A document with its accessor. */
export interface Opened {
  readonly doc: Y.Doc;
  readonly needs: NeedsAndFears;
}

/**
 * Makes a document say again what it said in a version, as new edits of this person: the texts that both write, their own items and the
 * words that are ours, with the depth that was said. What is the other one's alone stays as it is now, and so does what was answered.
 * @param me user id of the person at this device
 * @returns takes all of it back, in this opened document; what anybody has written since stays
 */
export function goBack(now: Opened, version: Opened, me: string): () => void {
  const { undo } = now.needs;
  const former = undo.undoStack.at(-1);
  undo.stopCapturing();
  // Everything within one step of undo, with the wordings that are kept on the way.
  now.doc.transact(() => {
    change(now, version, me);
  }, ownChange);
  undo.stopCapturing();
  const step = undo.undoStack.at(-1);
  return () => {
    if (step !== undefined && step !== former && undo.undoStack.at(-1) === step) undo.undo();
  };
}

function change(now: Opened, version: Opened, me: string): void {
  const present = itemsOf(now);
  const earlier = itemsOf(version);
  rewrite(now.needs.opening, version.needs.opening);
  rewrite(now.needs.closing, version.needs.closing);
  for (const item of earlier.values()) {
    if (item.owner === me && !present.has(item.id)) bringBack(now, version, item, me);
  }
  for (const item of present.values()) setPosition(now, item, earlier.get(item.id));
  for (const item of present.values()) {
    const before = earlier.get(item.id);
    if (before !== undefined) {
      retell(now.needs, item, before, me);
      if (mayWrite(item, me)) now.needs.setDepth(item.id, before.depth);
    } else if (mayRemove(item, me)) now.needs.remove(item.id);
  }
}

function itemsOf({ needs }: Opened): Map<string, NeedOrFear> {
  return new Map(needs.contents().items.map((item) => [item.id, item]));
}

/** The words of an item, each text through the history of its wordings. */
function retell(needs: NeedsAndFears, item: NeedOrFear, before: NeedOrFear, me: string): void {
  for (const text of itemTexts) {
    const blocks = changed(item, before, text);
    if (blocks !== null && mayWrite(item, me, text)) needs.wordings.tell(item.id, text, blocks);
  }
}

/** What a text said before, where it says something else now and both can be read. */
function changed(item: NeedOrFear, before: NeedOrFear, text: ItemText): readonly Block[] | null {
  const [to, from] = [item.texts[text], before.texts[text]];
  return to === null || from === null ? null : otherBlocks(to, from);
}

function rewrite(to: Y.XmlFragment, from: Y.XmlFragment): void {
  const blocks = otherBlocks(to, from);
  if (blocks !== null) writeRichText(to, blocks);
}

function otherBlocks(to: Y.XmlFragment, from: Y.XmlFragment): readonly Block[] | null {
  const [now, then] = [readRichText(to), readRichText(from)];
  // What this version of the app cannot read, it does not replace.
  if (now.form === 'plain' || then.form === 'plain') return null;
  return JSON.stringify(now.blocks) === JSON.stringify(then.blocks) ? null : then.blocks;
}

function bringBack(now: Opened, version: Opened, { id, saidOurs }: NeedOrFear, me: string): void {
  const stored: unknown = version.doc.getMap('items').get(id);
  if (!(stored instanceof Y.Map)) return;
  const back = stored.clone();
  now.doc.getMap('items').set(id, back);
  // Whether it is theirs as well, the other one says anew.
  for (const who of saidOurs) if (who !== me) back.delete(beside.ours(who));
}

function setPosition(now: Opened, item: NeedOrFear, before: NeedOrFear | undefined): void {
  const position = before?.position ?? null;
  if (position === null || position === item.position) return;
  const stored: unknown = now.doc.getMap('items').get(item.id);
  if (stored instanceof Y.Map) stored.set('position', position);
}
