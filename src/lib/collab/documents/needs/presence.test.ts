import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { enter, otherPages } from './presence.ts';

const people = { me: 'ada', partner: 'ben' };
const opened: Awareness[] = [];

function awareness(): Awareness {
  const made = new Awareness(new Y.Doc());
  opened.push(made);
  return made;
}

/** What a client may put into the awareness of this document; it travels sealed, and unchecked. */
function put(here: Awareness, clientId: number, state: Record<string, unknown>) {
  here.states.set(clientId, state);
}

afterEach(() => {
  for (const each of opened.splice(0)) each.destroy();
});

test('the partner’s page, and another window of one’s own, are seen; this very page is not', () => {
  const here = awareness();
  enter(here, 'ada');
  put(here, 1, { user: { id: 'ben' } });
  put(here, 2, { user: { id: 'ada' } });
  expect(otherPages(here, people).map(({ clientId, who }) => [clientId, who])).toEqual([
    [1, 'partner'],
    [2, 'me_elsewhere'],
  ]);
});

test('a cursor that an editor set is passed on', () => {
  const here = awareness();
  const text = new Y.Doc().getXmlFragment('opening');
  const position = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 0));
  put(here, 1, { user: { id: 'ben' }, cursor: { anchor: position, head: position } });
  expect(otherPages(here, people)[0]?.cursor).toEqual({ anchor: position, head: position });
});

test.each([
  ['of a root that does not exist', { tname: 'anything' }],
  ['without a place', {}],
  ['with a broken id', { item: { client: -1, clock: 'x' } }],
  ['that is no object', 7],
])('a cursor %s is none', (_what, anchor) => {
  const here = awareness();
  put(here, 1, { user: { id: 'ben' }, cursor: { anchor, head: anchor } });
  expect(otherPages(here, people)).toEqual([{ clientId: 1, who: 'partner', cursor: null }]);
});

test('whoever is neither of the two is not shown, whatever the state holds', () => {
  const here = awareness();
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('user', 'cursor', 'x'), fc.jsonValue()), (state) => {
      put(here, 1, state);
      expect(otherPages(here, people)).toEqual([]);
    }),
  );
});
