import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { hearingDocument } from '../../../collab/documents/check-in/hearing-document.ts';
import type { Answer, CheckIn } from '../../../domain/check-in/check-in.ts';
import { noAnswers } from '../../../domain/check-in/answers.ts';
import { blankEntry } from '../../../domain/log/entry.ts';
import type { OpenSpace } from '../../../domain/space/open-space.ts';
import type { Drafts, HeldSpace } from '../../../session/index.ts';
import type { Part, Read } from '../page.ts';
import { writeMarkdown } from '../write-markdown.ts';
import { stateOf } from '../../../collab/documents/versions/state.ts';
import { checkIns } from './check-ins.ts';
import { needsAndFears } from './needs-and-fears.ts';
import { ownAnswers } from './own-answers.ts';
import { privateLog } from './private-log.ts';
import { spaceItself } from './space.ts';
import { unfinished } from './unfinished.ts';

const adaId = '10000000-0000-4000-8000-000000000001';
const noorId = '20000000-0000-4000-8000-000000000002';
const at = new Date('2026-11-20T18:00:00Z');
const space: OpenSpace = {
  id: '30000000-0000-4000-8000-000000000003',
  name: 'Us two',
  status: 'open',
  pausedUntil: null,
  epoch: 0,
  me: { id: adaId, name: 'Ada', slot: 1 },
  partner: { id: noorId, name: 'Noor', slot: 2 },
};

/** A space whose repositories answer with what a test gives them. */
function held(parts: {
  readonly documents?: object;
  readonly versions?: object;
  readonly checkIns?: object;
  readonly inner?: Y.Doc;
  readonly setAside?: number;
}): HeldSpace {
  return {
    space,
    documents: parts.documents,
    versions: parts.versions,
    checkIns: parts.checkIns,
    read: () =>
      Promise.resolve({
        inner: parts.inner ?? new Y.Doc(),
        setAside: parts.setAside ?? 0,
        incomplete: false,
        close: () => Promise.resolve(),
      }),
  } as unknown as HeldSpace;
}

async function exported<Source>(part: Part<Source>, source: Source) {
  const reads: Read[] = [];
  for (const thing of await part(source)) reads.push(await thing.read());
  return {
    text: reads.flatMap(({ pages }) => pages.map(writeMarkdown)).join('\n'),
    data: reads.flatMap(({ pages }) => pages.map(({ data }) => data)),
    unopened: reads.flatMap(({ unopened }) => unopened),
  };
}

function checkIn(changes: Partial<CheckIn> = {}): CheckIn {
  return {
    id: '40000000-0000-4000-8000-000000000004',
    status: 'writing',
    documentId: '50000000-0000-4000-8000-000000000005',
    generation: 0,
    epoch: 0,
    startedBy: adaId,
    startedAt: at,
    revealedAt: null,
    closedAt: null,
    seals: [],
    ...changes,
  };
}

test('the log has every entry with all of its fields, and names those that do not open', async () => {
  const body = {
    ...blankEntry('2026-11-20'),
    at: '18:30',
    how: 'phone' as const,
    said: 'We talked.',
    heldBack: 'That I am tired.',
    feelings: [{ name: 'calm', strength: 7 }],
    moved: 'half_step' as const,
  };
  const { text, data, unopened } = await exported(privateLog, {
    today: at,
    entries: {
      list: () =>
        Promise.resolve([
          { id: '1', body, createdAt: at, updatedAt: at, token: '1' },
          { id: '2', unreadable: true as const, createdAt: at },
        ]),
    },
  });
  for (const words of [
    'Friday 20 November 2026',
    '18\\:30',
    'On the phone',
    'We talked',
    'tired',
    'calm',
    'Half a step forward',
  ]) {
    expect(text).toContain(words);
  }
  expect(data).toMatchObject([{ month: '2026-11', entries: [{ id: '1', said: 'We talked.' }] }]);
  expect(unopened).toEqual([expect.stringContaining('An entry of your log from')]);
});

test('what is unfinished comes along, also what this version does not know, and what does not open is named', async () => {
  const local = { base: null, confirmed: false, at: at.toISOString(), writer: 'tab' };
  const shelfOf = (found: readonly { key: string; value: unknown }[]) =>
    ({ list: () => Promise.resolve(found) }) as unknown as Drafts;
  const { text, unopened } = await exported(unfinished, {
    drafts: {
      ofLog: shelfOf([
        {
          key: 'private_entry/1/a',
          value: { ...local, content: { ...blankEntry('2026-11-2'), said: 'Half typed' } },
        },
        { key: 'private_entry/2/a', value: null },
      ]),
      ofShared: shelfOf([
        {
          key: 'check_in/1/a',
          value: {
            ...local,
            content: {
              version: 1,
              writer: 'tab',
              answers: { ...noAnswers, need: 'An hour alone' },
            },
          },
        },
        { key: 'hearing/1/1.need.mirror/a', value: { ...local, content: 'That you need an hour' } },
        { key: 'something/new', value: { of: 'a newer version' } },
      ]),
    },
  });
  for (const words of ['Half typed', 'An hour alone', 'That you need an hour', 'a newer version']) {
    expect(text).toContain(words);
  }
  expect(unopened).toEqual(['Unfinished words of your log, on this device']);
});

test('a document has its opening text and all items with their owners, and says what of it did not open', async () => {
  const inner = new Y.Doc();
  const needs = new NeedsAndFears(inner, { me: adaId, partner: noorId });
  const write = (fragment: Y.XmlFragment, words: string) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    fragment.insert(0, [paragraph]);
  };
  write(needs.opening, 'Why we write this');
  const id = needs.add('fear');
  const item = needs.contents().items.find((each) => each.id === id);
  if (item?.texts.support) write(item.texts.support, 'Call me');
  if (item) write(item.texts.words, 'To be left');
  inner.getMap('items').set('newer', new Y.Map([['kind', 'wish']]));
  const document = {
    id: '6',
    kind: 'needs_and_fears',
    title: 'March',
    generation: 0,
    createdAt: at,
    archivedAt: at,
    deletedAt: null,
    changedAt: at,
    changedBy: null,
  };
  const documents = {
    list: () => Promise.resolve({ inUse: [], archived: [document], deleted: [] }),
  };
  new NeedsAndFears(inner, { me: noorId, partner: adaId }).answers.say(id, 'offer', 'I will call');
  const versions = {
    list: () =>
      Promise.resolve([
        { id: 'v', documentId: '6', generation: 0, label: 'as it was', at, by: noorId },
      ]),
    state: () => Promise.resolve(stateOf(inner)),
  };
  const { text, data, unopened } = await exported(
    needsAndFears,
    held({ documents, versions, inner, setAside: 2 }),
  );
  for (const words of [
    '# March',
    'put away',
    'Why we write this',
    '## Fear, Ada',
    'To be left',
    'How to support',
    'Call me',
    'Noor offers',
    'I will call',
  ]) {
    expect(text).toContain(words);
  }
  expect(data).toMatchObject([
    { items: [{ owner: 'Ada', words: 'To be left' }], raw: { newer: { kind: 'wish' } } },
    { kind: 'document_version', items: [{ words: 'To be left' }] },
  ]);
  expect(unopened).toEqual([
    'March: changes that do not open (2)',
    'March: parts of a newer version (1)',
    'March: as it was: parts of a newer version (1)',
  ]);
  expect(text).toContain('# March\\: as it was');
});

test('a revealed check-in has questions, both answers and what was heard', async () => {
  const inner = new Y.Doc();
  const noorHears = hearingDocument(inner, 2);
  const answer = { speaker: 1, prompt: 'need' } as const;
  noorHears.mirror(answer, { id: 'm1', of: 'answer', text: 'That you are tired', at });
  const adaTells = hearingDocument(inner, 1);
  adaTells.retell(answer, { id: 'r1', text: 'Rather: that I am lonely', at });
  noorHears.mirror(answer, { id: 'm2', of: 'r1', text: 'That you are lonely', at });
  adaTells.confirm(answer, { id: 'y1', of: 'm2', at });
  const answers: Answer[] = [
    { slot: 1, prompt: 'need', text: 'Sleep' },
    { slot: 2, prompt: 'need', text: null },
  ];
  const revealed = checkIn({ status: 'closed', revealedAt: at, closedAt: at });
  const { text, unopened } = await exported(
    checkIns,
    held({
      inner,
      checkIns: {
        list: () => Promise.resolve([revealed]),
        answers: () => Promise.resolve(answers),
      },
    }),
  );
  const order = [
    'What do you need more of',
    'Sleep',
    'That you are tired',
    'Rather',
    'yes, that’s it',
    'That you are lonely',
    'Could not be opened',
  ];
  const places = order.map((words) => text.indexOf(words));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(unopened).toEqual([expect.stringContaining('an answer of Noor')]);
});

test('before the reveal, one’s own answers are in the private part and nowhere else', async () => {
  const source = held({
    checkIns: {
      list: () => Promise.resolve([checkIn()]),
      answers: () => Promise.resolve([{ slot: 1, prompt: 'need', text: 'Sealed by me' }]),
      draft: () =>
        Promise.resolve({
          token: '1',
          draft: { version: 1, writer: 't', answers: { ...noAnswers, mind: 'Still a draft' } },
        }),
    },
  });
  const own = await exported(ownAnswers, source);
  expect(own.text).toContain('Sealed by me');
  expect(own.text).toContain('Still a draft');
  const shared = await exported(checkIns, source);
  expect(JSON.stringify(shared)).not.toMatch(/Sealed by me|Still a draft/);
});

test('names that do not open are named as such', async () => {
  const { text, unopened } = await exported(spaceItself, {
    space: { ...space, name: '', partner: { id: noorId, name: '', slot: 2 } },
  });
  expect(text).toContain('Ada');
  expect(unopened).toEqual(['The name of your space', 'The name of one of you']);
});
