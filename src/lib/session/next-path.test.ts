import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextPath } from './next-path.ts';

describe('the page after signing in', () => {
  test('is the one that was asked for', () => {
    expect(nextPath('/check-ins/1?step=review')).toBe('/check-ins/1?step=review');
    expect(nextPath('/join')).toBe('/join');
    expect(nextPath(null)).toBe('/home');
    expect(nextPath(null, '/join')).toBe('/join');
  });

  test.each([
    'https://evil.example/home',
    '//evil.example',
    '/\\evil.example',
    '/%5Cevil.example\\',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/x/..//evil.example',
    '/x/%2e%2e//evil.example',
    '/x/..\t//evil.example',
    '/x/../\t/evil.example',
    '/sign-in',
    '/sign-up?next=/home',
    ' /home',
    '',
    '/'.padEnd(300, 'a'),
  ])('is home instead of %j', (asked) => {
    expect(nextPath(asked)).toBe('/home');
  });

  test('is always a path of this app, whatever is asked for', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.domain().map((host) => `//${host}`),
      fc.string().map((text) => `/${text}`),
      fc.string().map((text) => `/a${text}`),
      fc.domain().map((host) => `/a/..//${host}`),
    );
    fc.assert(
      fc.property(texts, (asked) => {
        const next = nextPath(asked);
        expect(new URL(next, 'https://here.example').origin).toBe('https://here.example');
        expect(next).toMatch(/^\/[a-z]/i);
      }),
    );
  });
});
