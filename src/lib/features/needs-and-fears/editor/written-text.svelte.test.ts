import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import * as Y from 'yjs';
import { limits } from '../../../domain/needs/limits.ts';
import { HereNow } from '../page/here-now.svelte.ts';
import { ada, ben, openSharedText, paragraph, type SharedText } from './shared-text.ts';
import WrittenText from './WrittenText.svelte';

let text: SharedText;
const onTooLong = vi.fn();

const box = () => page.getByRole('textbox', { name: 'Opening words' });

beforeEach(() => {
  onTooLong.mockClear();
  text = openSharedText({ onTooLong });
});

afterEach(() => {
  text.close();
});

describe('a text', () => {
  test('is written, styled by keyboard and undone as one stack', async () => {
    await text.show();
    await box().click();
    await userEvent.keyboard('To be {Control>}b{/Control}heard');
    expect(text.shared()).toBe('<paragraph>To be <bold>heard</bold></paragraph>');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(text.shared()).not.toContain('heard');
  });

  test('shows bold as pressed, and makes selected words bold', async () => {
    await text.show();
    await box().click();
    await userEvent.keyboard('heard{Control>}a{/Control}');
    const bold = page.getByRole('button', { name: 'Bold' });
    await expect.element(bold).toHaveAttribute('aria-pressed', 'false');
    await bold.click();
    await expect.element(bold).toHaveAttribute('aria-pressed', 'true');
    expect(text.shared()).toContain('<bold>heard</bold>');
  });

  test('takes asterisks and markup as they are typed', async () => {
    await text.show();
    await box().click();
    await userEvent.keyboard('**a** <b>c</b>');
    await expect.element(box()).toHaveTextContent('**a** <b>c</b>');
  });

  test('of the partner cannot be changed', async () => {
    text.theirs.insert(0, [paragraph('Theirs')]);
    await text.show({ editable: false });
    const words = page.getByRole('group', { name: 'Opening words' });
    await expect.element(words).toHaveTextContent('Theirs');
    await expect.element(words).toHaveAttribute('contenteditable', 'false');
    expect(text.shared()).toBe('<paragraph>Theirs</paragraph>');
  });

  test('refuses what would make it too long, keeps what is there, and lets words be taken away', async () => {
    const words = 'x'.repeat(limits.textCharacters);
    text.theirs.insert(0, [paragraph(words)]);
    await text.show();
    await box().click();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    // The editor hears of a moved cursor a moment after the browser.
    await new Promise(requestAnimationFrame);
    await userEvent.keyboard('y');
    expect(onTooLong).toHaveBeenCalled();
    expect(text.shared()).toBe(`<paragraph>${words}</paragraph>`);
    await userEvent.keyboard('{Backspace}z');
    expect(text.shared()).toBe(`<paragraph>${words.slice(1)}z</paragraph>`);
  });
});

test('a cursor that was moved a moment ago stays where it is when the partner’s words come', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('slowly.');
  const shared = text.theirs;
  const written = document.querySelector('[role=textbox] p')?.firstChild;
  if (written === null || written === undefined) throw new Error('nothing is written');
  // As the Home key does: the browser tells of it in a later task, and the partner's words come before that.
  getSelection()?.collapse(written, 0);
  const first = shared.get(0);
  const words = first instanceof Y.XmlElement ? first.get(0) : null;
  if (words instanceof Y.XmlText) words.insert(7, ' Together.');
  await userEvent.keyboard('We talk ');
  expect(shared.toString()).toBe('<paragraph>We talk slowly. Together.</paragraph>');
});

test('a cursor that was moved a moment ago stays where it is when the partner’s cursor moves', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('slowly.');
  const written = document.querySelector('[role=textbox] p')?.firstChild;
  if (written === null || written === undefined) throw new Error('nothing is written');
  const first = text.needs.opening.get(0);
  const words = first instanceof Y.XmlElement ? first.get(0) : null;
  if (!(words instanceof Y.XmlText)) throw new Error('no text');
  const place = Y.relativePositionToJSON(
    Y.createRelativePositionFromTypeIndex(words, 3),
  ) as unknown;
  text.awareness.states.set(7, { user: { id: ben }, cursor: { anchor: place, head: place } });
  // The drawing waits for the next moment, and the browser tells of the move in a later one.
  setTimeout(() => getSelection()?.collapse(written, 0));
  text.awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
  await vi.waitFor(() => {
    expect(document.querySelector('.caret')).not.toBeNull();
  });
  await userEvent.keyboard('We talk ');
  expect(text.shared()).toBe('<paragraph>We talk slowly.</paragraph>');
});

test('what was typed in one go is one step of undo, also while the partner types in between', async () => {
  // A slow machine must not make steps of its own.
  text.needs.undo.captureTimeout = 60_000;
  const theirText = paragraph('Ben: ');
  text.theirs.insert(0, [theirText, paragraph('Ada: ')]);
  await text.show();
  await box().click();
  await userEvent.keyboard('{Control>}{End}{/Control}');
  for (const letter of 'slowly') {
    const words = theirText.get(0);
    if (words instanceof Y.XmlText) words.insert(words.length, 'x');
    text.awareness.emit('change', [{ added: [], updated: [7], removed: [] }, 'remote']);
    // The cursor's plugin looks at the partner's cursor in a later task.
    await new Promise((resolve) => setTimeout(resolve));
    await userEvent.keyboard(letter);
  }
  await expect.element(box()).toHaveTextContent('Ben: xxxxxxAda: slowly');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(text.shared()).toBe('<paragraph>Ben: xxxxxx</paragraph><paragraph>Ada: </paragraph>');
});

describe('what the partner’s client writes', () => {
  test('stays in the document when this app does not know it, and is shown as plain words', async () => {
    await text.show();
    await box().click();
    await userEvent.keyboard('Mine');
    const shared = text.theirs;
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
    await text.show();
    text.theirs.insert(0, [paragraph('Ours')]);
    const end = Y.createRelativePositionFromTypeIndex(text.doc.getXmlFragment('opening'), 0);
    const cursor = { anchor: Y.relativePositionToJSON(end), head: Y.relativePositionToJSON(end) };
    text.awareness.states.set(7, {
      user: { id: ben, name: '<b>Ada</b>', color: 'url(x)' },
      cursor,
    });
    text.awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
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
    await text.show();
    text.awareness.states.set(7, state);
    text.awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
    await box().click();
    await userEvent.keyboard('Still writing');
    await expect.element(box()).toHaveTextContent('Still writing');
    expect(text.doc.share.has('evil')).toBe(false);
  });
});

test('far from the screen a text has no editor and can still be read, and whoever writes in it keeps theirs', async () => {
  text.needs.opening.insert(0, [paragraph('we try to be kind')]);
  const { container } = await text.show();
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
    await text.tools.load();
    await render(WrittenText, {
      ...{ fragment: text.needs.opening, tools: text.tools, editable: true, wantsFocus: true },
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
  const stop = hereNow.follow(text.awareness, { me: ada, partner: ben });
  await text.tools.load();
  const wish = $state({ is: true });
  await render(WrittenText, {
    ...{ fragment: text.needs.opening, tools: text.tools, editable: true },
    ...{ label: 'Opening words', placeholder: 'Begin here' },
    get wantsFocus() {
      return wish.is;
    },
    onfocused: () => (wish.is = false),
  });
  await expect.element(box()).toHaveFocus();
  await userEvent.keyboard('We talk ');
  text.awareness.states.set(7, { user: { id: ben } });
  text.awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote']);
  expect(hereNow.here.partner).toBe(true);
  await tick();
  await userEvent.keyboard('slowly.');
  expect(text.shared()).toBe('<paragraph>We talk slowly.</paragraph>');
  stop();
});

test('a text that is to take the focus after its editor came takes it, too', async () => {
  await text.tools.load();
  const wish = $state({ is: false });
  await render(WrittenText, {
    ...{ fragment: text.needs.opening, tools: text.tools, editable: true },
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
