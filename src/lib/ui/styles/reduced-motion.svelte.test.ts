import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import './app.css';

const root = document.documentElement;
const media = (motion: 'reduce' | '') =>
  cdp().send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-reduced-motion', value: motion }],
  });

beforeEach(async () => {
  await media('reduce');
  root.dataset['theme'] = 'light';
  // As deep as the names in the document's line are.
  document.body.innerHTML =
    '<main><div><p class="text-ink-soft"><span><span><b>Noor is here</b></span></span></p></div></main>';
});

afterEach(async () => {
  await media('');
  delete root.dataset['theme'];
  document.body.replaceChildren();
});

test('with reduced motion a change of theme reaches every word at once', () => {
  const [words, paragraph] = ['b', 'p'].map((name) => document.querySelector(name));
  if (!words || !paragraph) throw new Error('the page was not made');
  const colour = (element: Element) => getComputedStyle(element).color;
  const light = colour(words);

  root.dataset['theme'] = 'dark';

  expect(colour(words)).not.toBe(light);
  expect(colour(words)).toBe(colour(paragraph));
  expect(document.getAnimations()).toEqual([]);
});
