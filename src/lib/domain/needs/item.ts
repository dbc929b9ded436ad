/** The two kinds of item of a needs-and-fears document, in the order in which they are shown. */
export const itemKinds = ['need', 'fear'] as const;
export type ItemKind = (typeof itemKinds)[number];

/**
 * The texts of an item: what it says, how its owner wants to manage it, how the partner can support them, and, when it is both partners',
 * how they manage it together.
 */
export const itemTexts = ['words', 'manage', 'support', 'together'] as const;
export type ItemText = (typeof itemTexts)[number];

/** Whose item it is, as far as rules need it. */
export interface Owned {
  /** User id of whoever brought it. */
  readonly owner: string;
  /** Both have said that it is theirs together. */
  readonly ours: boolean;
}

export function isItemKind(value: unknown): value is ItemKind {
  return value === 'need' || value === 'fear';
}

export function isItemText(value: unknown): value is ItemText {
  return itemTexts.some((text) => text === value);
}

/**
 * Whether this person may change a text of an item. What is ours both write; what one wants to do about it for oneself stays one's own.
 */
export function mayWrite(
  { owner, ours }: Owned,
  userId: string,
  text: ItemText = 'words',
): boolean {
  if (text === 'together') return ours;
  return owner === userId || (ours && text === 'words');
}

/** What is ours has to become its owner's again before it can go: nobody removes what the other one wrote in it. */
export function mayRemove({ owner, ours }: Owned, userId: string): boolean {
  return owner === userId && !ours;
}

/** "Me too", "I hear you" and another wording answer what the other one wrote; to one's own words they would say nothing. */
export function mayAnswer({ owner }: Pick<Owned, 'owner'>, userId: string): boolean {
  return owner !== userId;
}

/** An item is ours when its owner and the other one both say so. */
export function isOurs(owner: string, saidOurs: ReadonlySet<string>): boolean {
  return saidOurs.has(owner) && saidOurs.size > 1;
}
