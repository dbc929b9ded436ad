import { expect, test } from 'vitest';
import { Failure } from '../domain/failure/failure.ts';
import { endVisit, type VisitEndOptions } from './visit-end.ts';

function device(wasSignedOut: () => Promise<boolean>) {
  const done: string[] = [];
  const options: VisitEndOptions = {
    accounts: { wasSignedOut },
    keptKeys: { forget: (id) => Promise.resolve(void done.push(`keys of ${id}`)) },
    tokens: { setStaySignedIn: (stay) => void done.push(`stay: ${String(stay)}`) },
    forget: (id) => Promise.resolve(void done.push(`everything of ${id}`)),
  };
  return { done, options };
}

test('a device that was signed out from another one forgets everything', async () => {
  const { done, options } = device(() => Promise.resolve(true));
  expect(await endVisit('ada', options)).toBe(true);
  expect(done).toEqual(['keys of ada', 'stay: false', 'everything of ada']);
});

test('one whose visit ended otherwise keeps no key, and keeps what only it holds', async () => {
  const { done, options } = device(() => Promise.resolve(false));
  expect(await endVisit('ada', options)).toBe(false);
  expect(done).toEqual(['keys of ada']);
});

test('while the server does not say why, nothing but the key is taken', async () => {
  const { done, options } = device(() => Promise.reject(new Failure('offline')));
  expect(await endVisit('ada', options)).toBe(false);
  expect(done).toEqual(['keys of ada']);
});
