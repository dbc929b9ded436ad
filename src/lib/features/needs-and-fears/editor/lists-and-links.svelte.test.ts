import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import * as Y from 'yjs';
import { openSharedText, paragraph, type SharedText } from './shared-text.ts';

let text: SharedText;

const box = () => page.getByRole('textbox', { name: 'Opening words' });

beforeEach(() => {
  text = openSharedText();
});

afterEach(() => {
  text.close();
});

test('a list is made by its button, goes on with Enter, and an empty point ends it', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('one');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await userEvent.keyboard('{Enter}two{Enter}{Enter}after');
  expect(text.shared()).toBe(
    '<bulletlist><listitem><paragraph>one</paragraph></listitem><listitem><paragraph>two</paragraph></listitem></bulletlist><paragraph>after</paragraph>',
  );
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(text.shared()).not.toContain('<listitem><paragraph>after');
});

test('a numbered list becomes points, and a quotation ends with an empty line', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('said');
  await page.getByRole('button', { name: 'Quotation' }).click();
  await userEvent.keyboard('{Enter}{Enter}1');
  await page.getByRole('button', { name: 'Numbered list' }).click();
  await page.getByRole('button', { name: 'List', exact: true }).click();
  expect(text.shared()).toBe(
    '<blockquote><paragraph>said</paragraph></blockquote><bulletlist><listitem><paragraph>1</paragraph></listitem></bulletlist>',
  );
  await expect
    .element(page.getByRole('button', { name: 'List', exact: true }))
    .toHaveAttribute('aria-pressed', 'true');
  await userEvent.keyboard('{Home}');
  await new Promise(requestAnimationFrame);
  await userEvent.keyboard('{Backspace}');
  expect(text.shared()).toContain('</blockquote><paragraph>1</paragraph>');
});

test('words become a link to a page or a mailbox only, which shows where it leads', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('the way{Control>}a{/Control}');
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  expect(text.tools.links.editing).toBe(true);
  expect(text.tools.links.set('javascript:alert(1)')).toBe(false);
  expect(text.tools.links.set('example.org/way')).toBe(true);
  await expect
    .element(page.getByRole('link', { name: 'the way (example.org)' }))
    .toHaveAttribute('data-leads-to', 'example.org');
  await expect
    .element(page.getByRole('link', { name: 'the way (example.org)' }))
    .toHaveAttribute('rel', 'noopener noreferrer');
  await page.getByRole('button', { name: 'Open example.org' }).click();
  expect(text.tools.links.asked).toBe('https://example.org/way');
  text.tools.links.edit({
    link: null,
    setLink: () => undefined,
  });
  text.tools.links.cancel();
  await page.getByRole('button', { name: 'Change the link' }).click();
  text.tools.links.remove();
  expect(text.shared()).toBe('<paragraph>the way</paragraph>');
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
  text.theirs.insert(0, [linked]);
  await text.show({ editable: false });
  await expect.element(page.getByRole('link')).toHaveTextContent('good');
  await page.getByRole('link', { name: 'good (example.org)' }).click();
  expect(text.tools.links.asked).toBe('https://example.org/');
  await expect.element(page.getByText('bad')).not.toHaveAttribute('href');
});

test('what two people make of one list at once leaves every word', async () => {
  await text.show();
  await box().click();
  await userEvent.keyboard('one');
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await userEvent.keyboard('{Enter}two');
  const list = text.theirs.get(0);
  if (!(list instanceof Y.XmlElement)) throw new Error('no list');
  const second = list.get(1);
  if (!(second instanceof Y.XmlElement)) throw new Error('no second point');
  // The partner takes the paragraph out and nests a list in its place.
  text.theirs.doc?.transact(() => {
    const inner = new Y.XmlElement('bulletList');
    const item = new Y.XmlElement('listItem');
    item.insert(0, [paragraph('inner')]);
    inner.insert(0, [item]);
    second.delete(0, 1);
    second.insert(0, [inner]);
    list.delete(0, 1);
  });
  await expect.element(box()).toHaveTextContent('inner');
  expect(text.shared()).toContain('inner');
});
