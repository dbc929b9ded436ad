import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SaidAloud from './SaidAloud.svelte';

test('the same words, said a second time, are told to a screen reader a second time', async () => {
  const screen = await render(SaidAloud, { said: { words: '' } });
  const region = screen.container.querySelector('[aria-live="polite"]');
  expect(region).not.toBeNull();
  const told: string[] = [];
  new MutationObserver(() => told.push(region?.textContent.trim() ?? '')).observe(
    region as Element,
    { subtree: true, childList: true, characterData: true },
  );
  await screen.rerender({ said: { words: 'Undone.' } });
  await expect.poll(() => told).toEqual(['Undone.']);
  await screen.rerender({ said: { words: 'Undone.' } });
  await expect.poll(() => told).toEqual(['Undone.', 'Undone.']);
  await expect.element(screen.getByText('Undone.')).toBeInTheDocument();
});
