import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { People } from './people.ts';
import { meTooWords, ownerOf, partnerName } from './people.ts';

/** Whose words were changed meanwhile. */
export interface HeardTexts {
  /** Ids of the items. */
  readonly items: ReadonlySet<string>;
  /** The document's opening or closing words. */
  readonly document: boolean;
}

const noTexts: HeardTexts = { items: new Set(), document: false };

/** The most that is told one by one. More at once is a long time offline: one sentence is enough. */
const most = 3;

/**
 * What a screen reader hears of changes that came from elsewhere: what was added, removed, answered or written, in a few short sentences. A
 * new order stays quiet.
 */
export function heardChanges(
  before: readonly NeedOrFear[],
  after: readonly NeedOrFear[],
  people: People,
  texts: HeardTexts = noTexts,
): string {
  const was = new Map(before.map((item) => [item.id, item]));
  const is = new Map(after.map((item) => [item.id, item]));
  const heard: string[] = [];
  for (const item of after) {
    const earlier = was.get(item.id);
    if (earlier === undefined) heard.push(`${nameOf(item, people)} added a ${item.kind}.`);
    else {
      heard.push(...answered(earlier, item, people));
      if (texts.items.has(item.id)) heard.push(written(item, people));
    }
  }
  for (const item of before) {
    if (!is.has(item.id)) heard.push(`${nameOf(item, people)} removed a ${item.kind}.`);
  }
  if (texts.document) heard.push('The words of this document were changed.');
  return heard.length > most ? `${heard.length} things have changed here.` : heard.join(' ');
}

function nameOf(item: NeedOrFear, people: People): string {
  const owner = ownerOf(item, people);
  return owner.id === people.me.id ? 'You' : owner.name;
}

/** Whose words were changed, and not what they say now: the page does not read aloud into somebody's own sentence. */
function written(item: NeedOrFear, people: People): string {
  if (item.ours) return `The words of a ${item.kind} of ours were changed.`;
  return item.owner === people.me.id
    ? `The words of a ${item.kind} of yours were changed.`
    : `${nameOf(item, people)} changed the words of a ${item.kind}.`;
}

function answered(before: NeedOrFear, after: NeedOrFear, people: People): string[] {
  const partner = people.partner?.id;
  if (partner === undefined) return [];
  const name = partnerName(people);
  const about = `your ${after.kind}`;
  const came = (which: (item: NeedOrFear) => ReadonlySet<string>) =>
    which(after).has(partner) && !which(before).has(partner);
  const more = (which: (item: NeedOrFear) => readonly { id: string; by: string }[]) => {
    const known = new Set(which(before).map(({ id }) => id));
    return which(after).some(({ id, by }) => by === partner && !known.has(id));
  };
  const heard: string[] = [];
  if (came((item) => item.meToo)) heard.push(`${meTooWords(after, people).theirs}.`);
  if (came((item) => item.heard)) heard.push(`${name} hears you.`);
  if (after.ours && !before.ours) heard.push(`A ${after.kind} is ours now.`);
  else if (came((item) => item.saidOurs))
    heard.push(`${name} would like a ${after.kind} to be ours.`);
  if (more((item) => item.notes)) heard.push(`${name} wrote beside a ${after.kind}.`);
  if (more((item) => item.suggestions)) heard.push(`${name} suggests other words for ${about}.`);
  return heard;
}
