import { expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import { limits } from './limits.ts';
import { parseTitle } from './title.ts';

function codeOf(typed: string): string {
  try {
    parseTitle(typed);
  } catch (thrown) {
    if (thrown instanceof Failure) return `${thrown.code} ${String(thrown.field)}`;
  }
  return 'accepted';
}

test('a title is one line without space around it', () => {
  expect(parseTitle('  What we \n need\t now ')).toBe('What we need now');
});

test('a title of nothing but space or invisible marks is refused beside its field', () => {
  expect(codeOf('')).toBe('text_empty title');
  expect(codeOf(' \n\t ')).toBe('text_empty title');
  expect(codeOf('\u200f\u200b')).toBe('text_empty title');
});

test('right-to-left words, emoji and markup stay as they were typed', () => {
  for (const title of ['ما نحتاجه', 'מה שאנחנו צריכים', 'us 🌊', '<script>alert(1)</script>']) {
    expect(parseTitle(title)).toBe(title);
  }
});

test('a title of 120 emoji is accepted and one more is refused', () => {
  expect(parseTitle('🌊'.repeat(limits.titleCharacters))).toHaveLength(limits.titleCharacters * 2);
  expect(codeOf('🌊'.repeat(limits.titleCharacters + 1))).toBe('text_too_long title');
});

test('the same word typed in two normal forms is the same title', () => {
  expect(parseTitle('cafe\u0301')).toBe(parseTitle('café'));
});
