import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInvite, inviteFragment, parseInviteFragment } from './invite.ts';

describe("a link's fragment", () => {
  test('is what was made, with or without the #', async () => {
    const invite = createInvite();
    const fragment = await inviteFragment(invite);
    expect(fragment).toMatch(/^1\.[0-9a-f-]{36}\.[A-Za-z0-9_-]{48}$/);
    for (const typed of [fragment, `#${fragment}`, ` ${fragment}\n`]) {
      expect(await parseInviteFragment(typed)).toEqual(invite);
    }
  });

  test('is never the same', () => {
    const secrets = Array.from({ length: 50 }, () => createInvite().secret.join());
    expect(new Set(secrets).size).toBe(50);
  });

  test('with any one character changed or missing is told to be mangled', async () => {
    const fragment = await inviteFragment(createInvite());
    for (let at = 0; at < fragment.length; at += 1) {
      const other = fragment[at] === 'b' ? 'c' : 'b';
      const rest = fragment.slice(at + 1);
      for (const mangled of [fragment.slice(0, at) + other + rest, fragment.slice(0, at) + rest]) {
        await expect(parseInviteFragment(mangled)).rejects.toThrow('invite_mangled');
      }
    }
  });

  test.each(['', '#', '1', '1..', 'hello', '1.2.3.4', 'x'.repeat(100_000)])(
    'that is none is told to be mangled, %#',
    async (text) => {
      await expect(parseInviteFragment(text)).rejects.toThrow('invite_mangled');
    },
  );

  test('of any text never ends in another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await expect(parseInviteFragment(text)).rejects.toThrow('invite_mangled');
      }),
    );
  });
});
