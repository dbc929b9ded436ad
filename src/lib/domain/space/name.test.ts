import { describe, expect, test } from 'vitest';
import { nameLength, parseName } from './name.ts';

const failure = (code: string) => expect.objectContaining({ code, field: 'my-name' }) as Error;

describe('a name', () => {
  test('is kept as typed, on one line and without space around it', () => {
    expect(parseName('  Ada\n  Lovelace\t', 'my-name')).toBe('Ada Lovelace');
  });

  test.each(['👩‍❤️‍👩 Sam', 'نور', 'e\u0301', '<script>alert(1)</script>', "Robert'); drop table", 'İ'])(
    'may be %j',
    (name) => {
      expect(parseName(name, 'my-name')).toBe(name.normalize('NFC'));
    },
  );

  test.each(['', '   ', '\u200E\u200F', '\u200B', '\n\t', '\u2066\u2069'])(
    'that shows nothing (%j) is refused',
    (name) => {
      expect(() => parseName(name, 'my-name')).toThrow(failure('text_empty'));
    },
  );

  test('that is too long is refused whole, not cut', () => {
    expect(parseName('n'.repeat(nameLength), 'my-name')).toHaveLength(nameLength);
    expect(() => parseName('n'.repeat(nameLength + 1), 'my-name')).toThrow(
      failure('text_too_long'),
    );
    expect(() => parseName('n'.repeat(100_000), 'my-name')).toThrow(failure('text_too_long'));
  });
});
