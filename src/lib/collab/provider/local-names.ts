/** Names of the two databases that a device keeps for one document: the outer document (y-indexeddb) and the encrypted cache. */
export function localNames(authorId: string, room: string): { outer: string; cache: string } {
  const prefix = prefixOf(authorId);
  return { outer: `${prefix}${room}.outer`, cache: `${prefix}${room}.cache` };
}

/** What all of a person's databases of documents begin with. */
export function prefixOf(authorId: string): string {
  return `holdfast.document.${authorId}.`;
}
