import { expect, test } from 'vitest';
import { wayOf } from './way-of.ts';

const kept = new Set(['/favicon.svg', '/shell']);
const way = (url: string, more: Partial<Request> = {}) =>
  wayOf({ method: 'GET', mode: 'cors', ...more, url: `https://here${url}` }, 'https://here', kept);

test('pages and files of the app are answered', () => {
  expect(way('/documents/1', { mode: 'navigate' })).toBe('page');
  expect(way('/_app/immutable/chunks/a.js')).toBe('file');
  expect(way('/favicon.svg')).toBe('file');
});

test.each([
  '/rest/v1/documents?select=*',
  '/rest/v1/private_entries',
  '/auth/v1/token',
  '/collab/tickets',
  '/service-worker.js',
])('%s passes by, and is never kept', (path) => {
  expect(way(path)).toBe('past');
});

test('what is sent, and what is elsewhere, passes by', () => {
  expect(way('/favicon.svg', { method: 'POST' })).toBe('past');
  expect(way('/favicon.svg', { method: 'POST', mode: 'navigate' })).toBe('past');
  expect(
    wayOf({ method: 'GET', mode: 'navigate', url: 'https://there/' }, 'https://here', kept),
  ).toBe('past');
});
