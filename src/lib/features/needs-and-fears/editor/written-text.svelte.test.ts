import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { limits } from '../../../domain/needs/limits.ts';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { HereNow } from '../page/here-now.svelte.ts';
import { EditorTools } from './editor-tools.svelte.ts';
import WrittenText from './WrittenText.svelte';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';

let doc: Y.Doc;
let theirs: Y.Doc;
let awareness: Awareness;
let needs: NeedsAndFears;
let tools: EditorTools;
const onTooLong = vi.fn();

function paragraph(words: string, name = 'paragraph'): Y.XmlElement {
  const element = new Y.XmlElement(name);
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

/** What the partner's client writes arrives here, and the other way round. */
function connect(from: Y.Doc, to: Y.Doc) {
  from.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') Y.applyUpdate(to, update, 'remote');
  });
}

async function show(editable = true) {
  await tools.load();
  return render(WrittenText, {
    fragment: needs.opening,
    tools,
    editable,
    label: 'Opening words',
    placeholder: 'Begin here',
  });
}

const box = () => page.getByRole('textbox', { name: 'Opening words' });

beforeEach(() => {
  onTooLong.mockClear();
  doc = new Y.Doc();
  theirs = new Y.Doc();
  connect(doc, theirs);
  connect(theirs, doc);
  awareness = new Awareness(doc);
  needs = new NeedsAndFears(doc, { me: ada, partner: ben });
  tools = new EditorTools({
    undo: needs.undo,
    awareness,
    onTooLong,
    people: {
      me: ada,
      partner: ben,
      shown: { partner: { name: 'Ben', slot: 2 }, me_elsewhere: { name: 'You', slot: 1 } },
    },
  });
});

afterEach(() => {
  awareness.destroy();
  doc.destroy();
  theirs.destroy();
});

describe('a text', () => {
  test('is written, styled by keyboard and undone as one stack', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('To be {Control>}b{/Control}heard');
    expect(theirs.getXmlFragment('opening').toString()).toBe(
      '<paragraph>To be <bold>heard</bold></paragraph>',
    );
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(theirs.getXmlFragment('opening').toString()).not.toContain('heard');
  });

  test('shows bold as pressed, and makes selected words bold', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('heard{Control>}a{/Control}');
    const bold = page.getByRole('button', { name: 'Bold' });
    await expect.element(bold).toHaveAttribute('aria-pressed', 'false');
    await bold.click();
    await expect.element(bold).toHaveAttribute('aria-pressed', 'true');
    expect(theirs.getXmlFragment('opening').toString()).toContain('<bold>heard</bold>');
  });

  test('takes asterisks and markup as they are typed', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('**a** <b>c</b>');
    await expect.element(box()).toHaveTextContent('**a** <b>c</b>');
  });

  test('of the partner cannot be changed', async () => {
    theirs.getXmlFragment('opening').insert(0, [paragraph('Theirs')]);
    await show(false);
    const words = page.getByRole('group', { name: 'Opening words' });
    await expect.element(words).toHaveTextContent('Theirs');
    await expect.element(words).toHaveAttribute('contenteditable', 'false');
    expect(theirs.getXmlFragment('opening').toString()).toBe('<paragraph>Theirs</paragraph>');
  });

  test('refuses what would make it too long, keeps what is there, and lets words be taken away', async () => {
    const words = 'x'.repeat(limits.textCharacters);
    theirs.getXmlFragment('opening').insert(0, [paragraph(words)]);
    await show();
    await box().click();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    // The editor hears of a moved cursor a moment after the browser.
    await new Promise(requestAnimationFrame);
    await userEvent.keyboard('y');
    expect(onTooLong).toHaveBeenCalled();
    expect(theirs.getXmlFragment('opening').toString()).toBe(`<paragraph>${words}</paragraph>`);
    await userEvent.keyboard('{Backspace}z');
    expect(theirs.getXmlFragment('opening').toString()).toBe(
      `<paragraph>${words.slice(1)}z</paragraph>`,
    );
  });
});

test('a cursor that was moved a moment ago stays where it is when the partner’s words come', async () => {
  await show();
  await box().click();
  await userEvent.keyboard('slowly.');
  const shared = theirs.getXmlFragment('opening');
  const written = document.querySelector('[role=textbox] p')?.firstChild;
  if (written === null || written === undefined) throw new Error('nothing is written');
  // As the Home key does: the browser tells of it in a later task, and the partner's words come before that.
  getSelection()?.collapse(written, 0);
  const first = shared.get(0);
  const text = first instanceof Y.XmlElement ? first.get(0) : null;
  if (text instanceof Y.XmlText) text.insert(7, ' Together.');
  await userEvent.keyboard('We talk ');
  expect(shared.toString()).toBe('<paragraph>We talk slowly. Together.</paragraph>');
});

test('a cursor that was moved a moment ago stays where it is when the partner’s cursor moves', async () => {
  await show();
  await box().click();
  await userEvent.keyboard('slowly.');
  const written = document.querySelector('[role=textbox] p')?.firstChild;
  if (written === null || written === undefined) throw new Error('nothing is written');
  const paragraph = needs.opening.get(0);
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error('no text');
  const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 3)) as unknown;
  awareness.states.set(7, { user: { id: ben }, cursor: { anchor: place, head: place } });
  // The drawing waits for the next moment, and the browser tells of the move in a later one.
  setTimeout(() => getSelection()?.collapse(written, 0));
  awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
  await vi.waitFor(() => {
    expect(document.querySelector('.caret')).not.toBeNull();
  });
  await userEvent.keyboard('We talk ');
  expect(theirs.getXmlFragment('opening').toString()).toBe(
    '<paragraph>We talk slowly.</paragraph>',
  );
});

test('what was typed in one go is one step of undo, also while the partner types in between', async () => {
  // A slow machine must not make steps of its own.
  needs.undo.captureTimeout = 60_000;
  const theirText = paragraph('Ben: ');
  theirs.getXmlFragment('opening').insert(0, [theirText, paragraph('Ada: ')]);
  await show();
  await box().click();
  await userEvent.keyboard('{Control>}{End}{/Control}');
  for (const letter of 'slowly') {
    const words = theirText.get(0);
    if (words instanceof Y.XmlText) words.insert(words.length, 'x');
    awareness.emit('change', [{ added: [], updated: [7], removed: [] }, 'remote']);
    // The cursor's plugin looks at the partner's cursor in a later task.
    await new Promise((resolve) => setTimeout(resolve));
    await userEvent.keyboard(letter);
  }
  await expect.element(box()).toHaveTextContent('Ben: xxxxxxAda: slowly');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(theirs.getXmlFragment('opening').toString()).toBe(
    '<paragraph>Ben: xxxxxx</paragraph><paragraph>Ada: </paragraph>',
  );
});

describe('lists, quotations and links', () => {
  const shared = () => theirs.getXmlFragment('opening').toString();

  test('a list is made by its button, goes on with Enter, and an empty point ends it', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('one');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await userEvent.keyboard('{Enter}two{Enter}{Enter}after');
    expect(shared()).toBe(
      '<bulletlist><listitem><paragraph>one</paragraph></listitem><listitem><paragraph>two</paragraph></listitem></bulletlist><paragraph>after</paragraph>',
    );
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(shared()).not.toContain('<listitem><paragraph>after');
  });

  test('a numbered list becomes points, and a quotation ends with an empty line', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('said');
    await page.getByRole('button', { name: 'Quotation' }).click();
    await userEvent.keyboard('{Enter}{Enter}1');
    await page.getByRole('button', { name: 'Numbered list' }).click();
    await page.getByRole('button', { name: 'List', exact: true }).click();
    expect(shared()).toBe(
      '<blockquote><paragraph>said</paragraph></blockquote><bulletlist><listitem><paragraph>1</paragraph></listitem></bulletlist>',
    );
    await expect
      .element(page.getByRole('button', { name: 'List', exact: true }))
      .toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('{Home}');
    await new Promise(requestAnimationFrame);
    await userEvent.keyboard('{Backspace}');
    expect(shared()).toContain('</blockquote><paragraph>1</paragraph>');
  });

  test('words become a link to a page or a mailbox only, which shows where it leads', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('the way{Control>}a{/Control}');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    expect(tools.links.editing).toBe(true);
    expect(tools.links.set('javascript:alert(1)')).toBe(false);
    expect(tools.links.set('example.org/way')).toBe(true);
    await expect
      .element(page.getByRole('link', { name: 'the way (example.org)' }))
      .toHaveAttribute('data-leads-to', 'example.org');
    await expect
      .element(page.getByRole('link', { name: 'the way (example.org)' }))
      .toHaveAttribute('rel', 'noopener noreferrer');
    await page.getByRole('button', { name: 'Open example.org' }).click();
    expect(tools.links.asked).toBe('https://example.org/way');
    tools.links.edit({
      link: null,
      setLink: () => undefined,
    });
    tools.links.cancel();
    await page.getByRole('button', { name: 'Change the link' }).click();
    tools.links.remove();
    expect(shared()).toBe('<paragraph>the way</paragraph>');
  });

  test('a link of the partner asks before it opens, and one to a script is no link', async () => {
    const linked = new Y.XmlElement('paragraph');
    const words = new Y.XmlText();
    words.applyDelta([
      { insert: 'good', attributes: { link: { href: 'https://example.org/' } } },
      { insert: ' and ' },
      { insert: 'bad', attributes: { link: { href: 'javascript:document.title=1' } } },
    ]);
    linked.insert(0, [words]);
    theirs.getXmlFragment('opening').insert(0, [linked]);
    await show(false);
    await expect.element(page.getByRole('link')).toHaveTextContent('good');
    await page.getByRole('link', { name: 'good (example.org)' }).click();
    expect(tools.links.asked).toBe('https://example.org/');
    await expect.element(page.getByText('bad')).not.toHaveAttribute('href');
  });

  test('what two people make of one list at once leaves every word', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('one');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await userEvent.keyboard('{Enter}two');
    const list = theirs.getXmlFragment('opening').get(0);
    if (!(list instanceof Y.XmlElement)) throw new Error('no list');
    const second = list.get(1);
    if (!(second instanceof Y.XmlElement)) throw new Error('no second point');
    // The partner takes the paragraph out and nests a list in its place.
    theirs.transact(() => {
      const inner = new Y.XmlElement('bulletList');
      const item = new Y.XmlElement('listItem');
      item.insert(0, [paragraph('inner')]);
      inner.insert(0, [item]);
      second.delete(0, 1);
      second.insert(0, [inner]);
      list.delete(0, 1);
    });
    await expect.element(box()).toHaveTextContent('inner');
    expect(shared()).toContain('inner');
  });
});

describe('what the partner’s client writes', () => {
  test('stays in the document when this app does not know it, and is shown as plain words', async () => {
    await show();
    await box().click();
    await userEvent.keyboard('Mine');
    const shared = theirs.getXmlFragment('opening');
    shared.insert(1, [paragraph('From a newer app', 'heading')]);
    await expect.element(page.getByText(/From a newer app/)).toBeVisible();
    await expect.element(page.getByText(/They are kept as they are/)).toBeVisible();
    await expect.element(box()).not.toBeInTheDocument();
    expect(shared.toString()).toBe(
      '<paragraph>Mine</paragraph><heading>From a newer app</heading>',
    );
    shared.delete(1);
    await expect.element(box()).toHaveTextContent('Mine');
  });

  test('is never believed about who they are: the cursor has the name that this page knows', async () => {
    await show();
    theirs.getXmlFragment('opening').insert(0, [paragraph('Ours')]);
    const end = Y.createRelativePositionFromTypeIndex(doc.getXmlFragment('opening'), 0);
    const cursor = { anchor: Y.relativePositionToJSON(end), head: Y.relativePositionToJSON(end) };
    awareness.states.set(7, { user: { id: ben, name: '<b>Ada</b>', color: 'url(x)' }, cursor });
    awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
    await expect.element(page.getByText('Ben', { exact: true })).toBeInTheDocument();
    expect(document.querySelector('.caret')?.getAttribute('data-slot')).toBe('2');
  });

  test.each([
    { user: { id: ben }, cursor: { anchor: { tname: 'evil' }, head: {} } },
    { user: { id: ben }, cursor: 'nonsense' },
    { user: 5, cursor: null },
    {
      user: { id: ben },
      cursor: {
        anchor: { item: { client: 1, clock: 9e15 } },
        head: { type: { client: 3, clock: 4 } },
      },
    },
  ])('about their cursor never breaks the editor: %j', async (state) => {
    await show();
    awareness.states.set(7, state);
    awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
    await box().click();
    await userEvent.keyboard('Still writing');
    await expect.element(box()).toHaveTextContent('Still writing');
    expect(doc.share.has('evil')).toBe(false);
  });
});

test('far from the screen a text has no editor and can still be read, and whoever writes in it keeps theirs', async () => {
  needs.opening.insert(0, [paragraph('we try to be kind')]);
  const { container } = await show();
  await expect.element(box()).toBeInTheDocument();
  const spacer = document.createElement('div');
  spacer.style.height = '10000px';
  container.before(spacer);
  try {
    scrollTo(0, 0);
    await expect.element(box()).not.toBeInTheDocument();
    expect(container.textContent).toContain('we try to be kind');
    scrollTo(0, 10_000);
    await box().click();
    await userEvent.keyboard('x');
    scrollTo(0, 0);
    await expect.poll(() => container.getBoundingClientRect().top).toBeGreaterThan(5_000);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(document.activeElement).toBe(box().element());
  } finally {
    spacer.remove();
  }
});

test('a text that takes the focus comes onto the screen', async () => {
  document.body.style.paddingTop = '3000px';
  try {
    await tools.load();
    await render(WrittenText, {
      ...{ fragment: needs.opening, tools, editable: true, wantsFocus: true },
      ...{ label: 'Opening words', placeholder: 'Begin here' },
    });
    await expect.element(box()).toHaveFocus();
    await expect.element(box()).toBeInViewport();
  } finally {
    document.body.style.paddingTop = '';
  }
});

test('a text that took the focus keeps it when the other one comes into the document', async () => {
  const hereNow = new HereNow();
  const stop = hereNow.follow(awareness, { me: ada, partner: ben });
  await tools.load();
  const wish = $state({ is: true });
  await render(WrittenText, {
    ...{ fragment: needs.opening, tools, editable: true },
    ...{ label: 'Opening words', placeholder: 'Begin here' },
    get wantsFocus() {
      return wish.is;
    },
    onfocused: () => (wish.is = false),
  });
  await expect.element(box()).toHaveFocus();
  await userEvent.keyboard('We talk ');
  awareness.states.set(7, { user: { id: ben } });
  awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
  expect(hereNow.here.partner).toBe(true);
  await tick();
  await userEvent.keyboard('slowly.');
  expect(theirs.getXmlFragment('opening').toString()).toBe(
    '<paragraph>We talk slowly.</paragraph>',
  );
  stop();
});

test('a text that is to take the focus after its editor came takes it, too', async () => {
  await tools.load();
  const wish = $state({ is: false });
  await render(WrittenText, {
    ...{ fragment: needs.opening, tools, editable: true },
    ...{ label: 'Opening words', placeholder: 'Begin here' },
    get wantsFocus() {
      return wish.is;
    },
    onfocused: () => (wish.is = false),
  });
  await expect.element(box()).toBeInTheDocument();
  expect(document.activeElement).not.toBe(box().element());
  wish.is = true;
  await expect.element(box()).toHaveFocus();
  expect(wish.is).toBe(false);
});
