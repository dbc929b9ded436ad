import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { showSharedText } from './shared-text.ts';
import '../../../ui/styles/app.css';

/** As high as the navigation at the bottom of a phone. */
const navigation = 4 * 16 + 1;

test('the style bar of a text that is longer than a small phone stays above the navigation, and the line that is written above it', async () => {
  await page.viewport(320, 640);
  // As in the app, the page goes on a bit below its last words.
  document.body.style.paddingBottom = '8rem';
  await showSharedText();
  const box = page.getByRole('textbox', { name: 'Opening words' });
  await box.click();
  await box.fill(Array.from({ length: 60 }, () => 'We talk slowly.').join(' '));
  const bar = page.getByRole('group', { name: 'Style of Opening words' }).element();
  const edges = () => {
    const { top, bottom } = bar.getBoundingClientRect();
    const line = getSelection()?.getRangeAt(0).getClientRects()[0];
    return { bar: { top, bottom }, line: line?.bottom ?? Number.NaN };
  };
  // In the middle of it, and at its end.
  scrollTo(0, 0);
  expect(edges().bar.bottom).toBeLessThanOrEqual(innerHeight - navigation);
  expect(edges().bar.top).toBeGreaterThan(innerHeight / 2);
  await userEvent.keyboard('{Control>}{End}{/Control}');
  await new Promise(requestAnimationFrame);
  await userEvent.keyboard('x');
  expect(edges().bar.bottom).toBeLessThanOrEqual(innerHeight - navigation);
  expect(edges().line).toBeLessThanOrEqual(edges().bar.top);
});
