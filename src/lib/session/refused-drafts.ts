/** Where the sealed drafts go that the device refuses. */
export function noRefusedDrafts(): Map<string, string> {
  return new Map();
}
