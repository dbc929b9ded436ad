/** The two kinds of item of a needs-and-fears document, in the order in which they are shown. */
export const itemKinds = ['need', 'fear'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** The texts of an item: what it says, how its owner wants to manage it, how the partner can support them. */
export const itemTexts = ['words', 'manage', 'support'] as const;
export type ItemText = (typeof itemTexts)[number];

export function isItemKind(value: unknown): value is ItemKind {
  return value === 'need' || value === 'fear';
}

/** Whether this person may change the words of an item: they are its owner's alone. */
export function mayWrite(item: { readonly owner: string }, userId: string): boolean {
  return item.owner === userId;
}

/** "Me too" answers what the other one wrote; to one's own words it would say nothing. */
export function mayAnswerMeToo(item: { readonly owner: string }, userId: string): boolean {
  return item.owner !== userId;
}
