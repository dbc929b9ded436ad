import * as Y from 'yjs';
import { isBlank } from './rich-text.ts';

/** Origin of every change that this accessor makes; remote changes and the local cache have other origins. */
export const ownChange = Symbol('own change');

/**
 * One undo stack for the list of items and all their editors, so that undo takes back the last thing that this person did here,
 * whichever part of the page it was in. Only transactions made on this device under a tracked origin are ever undone.
 * @param items the items by id
 * @param texts the document's own texts
 */
export function createUndo(
  doc: Y.Doc,
  items: Y.Map<unknown>,
  texts: readonly Y.XmlFragment[],
): Y.UndoManager {
  return new Y.UndoManager([items, ...texts], {
    doc,
    trackedOrigins: new Set([ownChange]),
    captureTransaction: (transaction) =>
      transaction.local && transaction.meta.get('addToHistory') !== false,
    deleteFilter: (item) => !holdsWordsOfOthers(item) && !makesWrittenItem(item, items),
  });
}

/** Undoing "I made this paragraph" must not take away what the partner has written into it since. */
function holdsWordsOfOthers(item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentType)) return false;
  const type: unknown = item.content.type;
  return (type instanceof Y.XmlText || type instanceof Y.XmlFragment) && type.length > 0;
}

/** What an item cannot be without. */
const parts: ReadonlySet<string | null> = new Set([
  'kind',
  'owner',
  'position',
  'createdAt',
  'meToo',
]);

/**
 * Undoing "I added this" must not take away what the partner has written in it since it is ours. One's own words are gone by then: they
 * were written later, and undone before.
 */
function makesWrittenItem(item: Y.Item, items: Y.Map<unknown>): boolean {
  if (item.parent === items) {
    const entry: unknown = item.content instanceof Y.ContentType ? item.content.type : null;
    return entry instanceof Y.Map && isWritten(entry);
  }
  const entry = item.parent;
  if (!(entry instanceof Y.Map) || entry._item?.parent !== items) return false;
  return parts.has(item.parentSub) && isWritten(entry);
}

function isWritten(entry: Y.Map<unknown>): boolean {
  return [...entry.values()].some((value) => value instanceof Y.XmlFragment && !isBlank(value));
}
