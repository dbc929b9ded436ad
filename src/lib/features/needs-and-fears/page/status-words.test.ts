import { expect, test } from 'vitest';
import type { DocumentStatus } from '../../../collab/provider/types.ts';
import { statusWords, tooLargeWords } from './status-words.ts';

const calm: DocumentStatus = {
  connection: 'online',
  refusal: null,
  saved: 'both',
  changesMissing: false,
  setAside: 0,
  storage: 'ok',
  full: false,
};
const connections = ['connecting', 'online', 'offline', 'refused'] as const;

test('"Saved for both" is said exactly when the relay has confirmed it', () => {
  for (const connection of connections) {
    for (const saved of ['saving', 'here', 'both'] as const) {
      for (const storage of ['ok', 'refused'] as const) {
        const { text } = statusWords({ ...calm, connection, saved, storage }, 'Sam');
        expect(text === 'Saved for both').toBe(saved === 'both');
        expect(text === 'Saved here').toBe(saved === 'here');
      }
    }
  }
});

test('without a partner nothing is called saved for both', () => {
  expect(statusWords(calm, null).text).toBe('Saved');
});

test('words that are nowhere but on the page are never called saved', () => {
  for (const connection of connections) {
    const { text } = statusWords({ ...calm, connection, saved: 'saving' }, 'Sam');
    expect(text).not.toMatch(/^Saved/);
  }
});

test('a browser that keeps nothing is said plainly while there is no connection', () => {
  const words = statusWords(
    { ...calm, connection: 'offline', saved: 'saving', storage: 'refused' },
    'Sam',
  );
  expect(words).toMatchObject({ text: 'Not saved yet', tone: 'warn' });
  expect(words.detail).toMatch(/leave this page open/i);
});

test('a refused connection says that the last words are here only', () => {
  const here = statusWords({ ...calm, connection: 'refused', saved: 'here' }, 'Sam');
  expect(here.detail).toMatch(/this device only/);
  const nowhere = statusWords({ ...calm, connection: 'refused', saved: 'saving' }, 'Sam');
  expect(nowhere).toMatchObject({ text: 'Not saved', tone: 'danger' });
});

test('what is too large to send is said to be where it is, and what to do with it', () => {
  const refused = { ...calm, connection: 'refused', refusal: 'too_large' } as const;
  const here = tooLargeWords({ ...refused, saved: 'here' }, 'Sam');
  expect(here).toMatch(/on this device and does not reach Sam\. Copy it/);
  const nowhere = tooLargeWords({ ...refused, saved: 'saving', storage: 'refused' }, 'Sam');
  expect(nowhere).toMatch(/on this page only/);
  expect(nowhere).not.toMatch(/device/);
});
