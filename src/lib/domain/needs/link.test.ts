import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from './limits.ts';
import { leadsTo, parseLink, safeLink } from './link.ts';

describe('a link that somebody types', () => {
  test.each([
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['http://example.org', 'http://example.org/'],
    [' example.org/way ', 'https://example.org/way'],
    ['example.org:8080/x', 'https://example.org:8080/x'],
    ['mailto:kim@example.org', 'mailto:kim@example.org'],
    ['kim@example.org', 'mailto:kim@example.org'],
  ])('%s leads to %s', (typed, href) => {
    expect(parseLink(typed)).toBe(href);
  });

  test.each([
    '',
    'hello',
    'two words',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' java\tscript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'tel:+49',
    'https://',
    'mailto:nobody',
    'https://your-bank.example@evil.example/',
  ])('%j is no link', (typed) => {
    expect(parseLink(typed)).toBeNull();
  });

  test('a mail goes to whom it shows, and brings no words and no other readers along', () => {
    expect(parseLink('mailto:kim@example.org?bcc=x@evil.example&body=hello#y')).toBe(
      'mailto:kim@example.org',
    );
  });

  test('an address without end is refused', () => {
    expect(parseLink(`https://example.org/${'x'.repeat(limits.linkCharacters)}`)).toBeNull();
  });
});

test('whatever is stored as an address, only http, https and mailto come out', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string(), fc.webUrl()), (stored) => {
      const href = safeLink(stored);
      expect(href === null || /^(https?:\/\/[^@]*$|https?:\/\/[^/]*\/|mailto:)/.test(href)).toBe(
        true,
      );
      if (href !== null) expect(safeLink(href)).toBe(href);
    }),
  );
});

test('where a link leads is its host as the browser will ask for it', () => {
  expect(leadsTo('https://www.example.org/some/way')).toBe('example.org');
  expect(leadsTo('https://ехample.org/')).toMatch(/^xn--/);
  expect(leadsTo('mailto:kim@example.org')).toBe('kim@example.org');
});
