import { render } from 'vitest-browser-svelte';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { EditorTools } from './editor-tools.svelte.ts';
import WrittenText from './WrittenText.svelte';

export const ada = '00000000-0000-4000-8000-00000000000a';
export const ben = '00000000-0000-4000-8000-00000000000b';

export type SharedText = ReturnType<typeof openSharedText>;

/** For tests: the opening text of a document, with its first partner here. The second has a copy that follows. */
export function openSharedText({ onTooLong = () => undefined }: { onTooLong?: () => void } = {}) {
  const [doc, copy] = [new Y.Doc(), new Y.Doc()];
  for (const [from, to] of [
    [doc, copy],
    [copy, doc],
  ] as const) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') Y.applyUpdate(to, update, 'remote');
    });
  }
  const needs = new NeedsAndFears(doc, { me: ada, partner: ben });
  const awareness = new Awareness(doc);
  const tools = new EditorTools({
    undo: needs.undo,
    awareness,
    onTooLong,
    people: {
      ...{ me: ada, partner: ben },
      shown: { partner: { name: 'Ben', slot: 2 }, me_elsewhere: { name: 'You', slot: 1 } },
    },
  });
  const theirs = copy.getXmlFragment('opening');
  return {
    doc,
    needs,
    awareness,
    tools,
    /** The text of the second partner, and what it says. */
    theirs,
    shared: () => theirs.toString(),
    /** Shows it to the first partner, in an editor. */
    async show({ editable = true } = {}) {
      await tools.load();
      return render(WrittenText, {
        ...{ fragment: needs.opening, tools, editable },
        ...{ label: 'Opening words', placeholder: 'Begin here' },
      });
    },
    close() {
      awareness.destroy();
      doc.destroy();
      copy.destroy();
    },
  };
}

/** The same, shown at once. */
export async function showSharedText(): Promise<SharedText> {
  const text = openSharedText();
  await text.show();
  return text;
}

export function paragraph(words: string, name = 'paragraph'): Y.XmlElement {
  const element = new Y.XmlElement(name);
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}
