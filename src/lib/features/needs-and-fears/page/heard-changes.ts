import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { People } from './people.ts';
import { meTooWords, ownerOf } from './people.ts';

/**
 * What a screen reader hears of changes that came from elsewhere: what was added, removed or answered, in one sentence. A new order
 * and the typing itself stay quiet.
 */
export function heardChanges(
  before: readonly NeedOrFear[],
  after: readonly NeedOrFear[],
  people: People,
): string {
  const was = new Map(before.map((item) => [item.id, item]));
  const is = new Map(after.map((item) => [item.id, item]));
  const heard: string[] = [];
  for (const item of after) {
    const earlier = was.get(item.id);
    if (earlier === undefined) heard.push(`${nameOf(item, people)} added a ${item.kind}.`);
    else if (answered(earlier, item, people)) heard.push(`${meTooWords(item, people).theirs}.`);
  }
  for (const item of before) {
    if (!is.has(item.id)) heard.push(`${nameOf(item, people)} removed a ${item.kind}.`);
  }
  // Many at once are the first loading or a long time offline: one sentence is enough.
  return heard.length > 3 ? 'Many things have changed here.' : heard.join(' ');
}

function nameOf(item: NeedOrFear, people: People): string {
  const owner = ownerOf(item, people);
  return owner.id === people.me.id ? 'You' : owner.name;
}

function answered(before: NeedOrFear, after: NeedOrFear, people: People): boolean {
  const partner = people.partner?.id;
  return partner !== undefined && after.meToo.has(partner) && !before.meToo.has(partner);
}
