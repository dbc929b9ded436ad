import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { paragraph, showSharedText } from './shared-text.ts';

const box = () => page.getByRole('textbox', { name: 'Opening words' });

async function type(...keys: string[]) {
  const text = await showSharedText();
  await box().click();
  for (const each of keys) await userEvent.keyboard(each);
  return text;
}

const point = (words: string) => `<listitem><paragraph>${words}</paragraph></listitem>`;
const undo = '{Control>}z{/Control}';

describe('typing at the start of a paragraph', () => {
  test('a hyphen begins a list, "1." a numbered one and ">" a quotation', async () => {
    const { shared } = await type(
      '- one{Enter}two{Enter}{Enter}',
      '1. first{Enter}{Enter}',
      '> said{Enter}{Enter}after',
    );
    expect(shared()).toBe(
      [
        `<bulletlist>${point('one')}${point('two')}</bulletlist>`,
        `<orderedlist>${point('first')}</orderedlist>`,
        '<blockquote><paragraph>said</paragraph></blockquote>',
        '<paragraph>after</paragraph>',
      ].join(''),
    );
  });

  test.each(['- ', '1. ', '> '])(
    'one undo gives "%s" back, and one more redo its form',
    async (sign) => {
      const { shared } = await type(sign);
      expect(shared()).not.toContain(sign.trim().replace('>', '&gt;'));
      await userEvent.keyboard(undo);
      await expect.poll(() => box().element().textContent).toBe(sign);
      expect(shared()).toBe(`<paragraph>${sign}</paragraph>`);
      await userEvent.keyboard('{Control>}y{/Control}');
      expect(shared()).toMatch(/^<(bulletlist|orderedlist|blockquote)>/);
    },
  );

  test('Backspace right after it gives the characters back, and later takes the point out', async () => {
    const { shared } = await type('- ', '{Backspace}');
    expect(shared()).toBe('<paragraph>- </paragraph>');
    await userEvent.keyboard('and on{Enter}- ');
    expect(shared()).toContain('<bulletlist>');
    await userEvent.keyboard('x{Backspace}{Backspace}');
    expect(shared()).toBe('<paragraph>- and on</paragraph><paragraph></paragraph>');
  });

  test('what the partner writes meanwhile stays when the form is undone', async () => {
    const { shared, theirs } = await type('- ');
    theirs.insert(0, [paragraph('theirs')]);
    await expect.element(box()).toHaveTextContent('theirs');
    await userEvent.keyboard(undo);
    expect(shared()).toBe('<paragraph>theirs</paragraph><paragraph>- </paragraph>');
  });
});

test('signs elsewhere, within a list, and other markup stay as they are typed', async () => {
  const { shared } = await type('a - b 1. c > d{Enter}* e{Enter}** f{Enter}# g{Enter}12. h{Enter}');
  expect(shared()).not.toMatch(/list|blockquote/);
  await userEvent.keyboard('- - i');
  expect(shared()).toContain(`<bulletlist>${point('- i')}</bulletlist>`);
});
