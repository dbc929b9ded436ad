import { itemKinds, type ItemKind } from '../../../domain/needs/item.ts';

export interface Section {
  readonly kind: ItemKind;
  readonly title: string;
  readonly add: string;
  readonly none: string;
}

/** The two sections of a document, in the order in which they stand. */
export const sections: readonly Section[] = itemKinds.map(sectionOf);

/** What is said of one kind. */
export function sectionOf(kind: ItemKind): Section {
  return {
    kind,
    title: kind === 'need' ? 'Needs' : 'Fears',
    add: kind === 'need' ? 'Add a need' : 'Add a fear',
    none: kind === 'need' ? 'No needs are written here yet.' : 'No fears are written here yet.',
  };
}
