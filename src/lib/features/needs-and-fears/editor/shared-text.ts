import { render } from 'vitest-browser-svelte';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { EditorTools } from './editor-tools.svelte.ts';
import WrittenText from './WrittenText.svelte';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';

/** For tests: shows the opening text of a document to its first partner, in an editor. The second has a copy that follows. */
export async function showSharedText() {
  const [doc, theirs] = [new Y.Doc(), new Y.Doc()];
  for (const [from, to] of [
    [doc, theirs],
    [theirs, doc],
  ] as const) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') Y.applyUpdate(to, update, 'remote');
    });
  }
  const needs = new NeedsAndFears(doc, { me: ada, partner: ben });
  const tools = new EditorTools({
    undo: needs.undo,
    awareness: new Awareness(doc),
    onTooLong: () => undefined,
    people: {
      ...{ me: ada, partner: ben },
      shown: { partner: { name: 'Ben', slot: 2 }, me_elsewhere: { name: 'You', slot: 1 } },
    },
  });
  await tools.load();
  await render(WrittenText, {
    ...{ fragment: needs.opening, tools, editable: true },
    ...{ label: 'Opening words', placeholder: 'Begin here' },
  });
  return {
    needs,
    /** The text of the second partner. */
    theirs: theirs.getXmlFragment('opening'),
  };
}
