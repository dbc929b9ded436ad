import { untrack } from 'svelte';
import { keepFocus } from './keep-focus.ts';

/**
 * Keeps the focus in the page while its content goes through steps without being another page.
 * @param step names the step that is shown; called while a component is made
 */
export function followSteps(step: () => unknown): void {
  let before = untrack(step);
  $effect(() => {
    const now = step();
    if (now !== before) keepFocus();
    before = now;
  });
}
