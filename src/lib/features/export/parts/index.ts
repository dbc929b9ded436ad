import type { HeldSpace, Holdings } from '../../../session/open-holdings.ts';
import type { Shelf } from '../collect.ts';
import { fileName, type Part } from '../page.ts';
import { checkIns } from './check-ins.ts';
import { needsAndFears } from './needs-and-fears.ts';
import { ownAnswers } from './own-answers.ts';
import { privateLog } from './private-log.ts';
import { spaceItself } from './space.ts';
import { unfinished } from './unfinished.ts';

/** What one person has for themselves, beside their spaces. A new feature adds its part here. */
const ofPerson: Readonly<Record<string, Part<Holdings>>> = {
  'Your private log': (held) => privateLog({ entries: held.entries, today: new Date() }),
  'What is unfinished on this device': unfinished,
};

/** What is one person's own in a space, and goes into their private folder. A new feature adds its part here. */
const ownInSpace: Readonly<Record<string, Part<HeldSpace>>> = {
  'Your answers that are not open': ownAnswers,
};

/** What the two share. A new feature adds its part here. */
const shared: Readonly<Record<string, Part<HeldSpace>>> = {
  'Your space': spaceItself,
  'Needs and fears': needsAndFears,
  'Check-ins': checkIns,
};

/** Everything that there is to take along, by folder. */
export function shelvesOf(held: Holdings): readonly Shelf[] {
  const privately = { folder: 'private', title: 'For yourself' };
  const shelves: Shelf[] = Object.entries(ofPerson).map(([name, part]) => ({
    ...privately,
    name,
    list: () => part(held),
  }));
  const several = held.spaces.length > 1;
  held.spaces.forEach((space, at) => {
    if (space === null) {
      shelves.push({
        folder: 'shared',
        title: 'Shared',
        name: 'A space',
        list: () =>
          Promise.resolve([
            {
              name: 'A space',
              read: () =>
                Promise.resolve({ pages: [], unopened: ['A space that you are or were in'] }),
            },
          ]),
      });
      return;
    }
    const called = space.space.name || 'Your space';
    for (const [name, part] of Object.entries(ownInSpace)) {
      shelves.push({ ...privately, name, list: () => part(space) });
    }
    const folder = several ? `shared/${at + 1}-${fileName(called) || 'space'}` : 'shared';
    for (const [name, part] of Object.entries(shared)) {
      shelves.push({ folder, title: called, name: `${called}: ${name}`, list: () => part(space) });
    }
  });
  return shelves;
}
