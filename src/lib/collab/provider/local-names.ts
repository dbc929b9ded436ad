import { parseRoomName } from '../protocol/rooms.ts';

/** Names of the two databases that a device keeps for one document: the outer document (y-indexeddb) and the encrypted cache. */
export function localNames(authorId: string, room: string): { outer: string; cache: string } {
  const prefix = prefixOf(authorId);
  return { outer: `${prefix}${room}.outer`, cache: `${prefix}${room}.cache` };
}

/** What all of a person's databases of documents begin with. */
export function prefixOf(authorId: string): string {
  return `holdfast.document.${authorId}.`;
}

/** The generation that a database of one of a person's documents belongs to; null for any other database. */
export function generationOf(authorId: string, documentId: string, name: string): number | null {
  const prefix = prefixOf(authorId);
  const room = /^(.*)\.(?:outer|cache)$/.exec(name.slice(prefix.length))?.[1];
  const place = name.startsWith(prefix) && room !== undefined ? parseRoomName(room) : null;
  return place?.documentId === documentId ? place.generation : null;
}
