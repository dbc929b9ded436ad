import { expect, test } from 'vitest';
import { recoverySheet } from './recovery-code-steps.svelte.ts';

test('the saved file holds the code, and does not tell what it opens or for whom', () => {
  const sheet = recoverySheet('7N4QK-AAAAA');
  expect(sheet).toContain('7N4QK-AAAAA');
  expect(sheet).not.toMatch(/holdfast|partner|space|@/i);
});
