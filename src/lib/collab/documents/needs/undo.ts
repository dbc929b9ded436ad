import * as Y from 'yjs';

/** Origin of every change that this accessor makes; remote changes and the local cache have other origins. */
export const ownChange = Symbol('own change');

/**
 * One undo stack for the list of items and all their editors, so that undo takes back the last thing that this person did here,
 * whichever part of the page it was in. Only transactions made on this device under a tracked origin are ever undone.
 */
export function createUndo(
  doc: Y.Doc,
  scope: readonly (Y.Map<unknown> | Y.XmlFragment)[],
): Y.UndoManager {
  return new Y.UndoManager([...scope], {
    doc,
    trackedOrigins: new Set([ownChange]),
    captureTransaction: (transaction) =>
      transaction.local && transaction.meta.get('addToHistory') !== false,
    deleteFilter: (item) => !holdsWordsOfOthers(item),
  });
}

/** Undoing "I made this paragraph" must not take away what the partner has written into it since. */
function holdsWordsOfOthers(item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentType)) return false;
  const type: unknown = item.content.type;
  return (type instanceof Y.XmlText || type instanceof Y.XmlElement) && type.length > 0;
}
