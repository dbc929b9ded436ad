import { describe, expect, test } from 'vitest';
import { estimatePassword } from './estimate-password.ts';
import { enoughScore, requireStrongPassword } from './password-strength.svelte.ts';

const refused = (code: string) => ({ code, field: 'new_password' });

describe('a new password', () => {
  test.each(['', 'short', 'password1234', 'aaaaaaaaaaaaaaaa', 'qwertyuiop12', 'abcabcabcabc'])(
    'is refused when it is as easy to guess as %j',
    async (password) => {
      await expect(requireStrongPassword(password, [])).rejects.toMatchObject(
        refused('password_weak'),
      );
    },
  );

  test('is refused when it is one’s own address, which anybody may know', async () => {
    const address = 'quillfeather@tansy.example';
    await expect(requireStrongPassword(address, [])).resolves.toBeUndefined();
    await expect(requireStrongPassword(address, [address])).rejects.toMatchObject(
      refused('password_weak'),
    );
  });

  test.each(['copper lantern walks backwards', 'пять зелёных лодок утром', '🌊🪨🕯️🧵🌾🫧 lantern'])(
    'is taken when it is hard to guess: %j',
    async (password) => {
      await expect(requireStrongPassword(password, ['ada@example.org'])).resolves.toBeUndefined();
    },
  );

  test('is refused for its length before anything heavy looks at it', async () => {
    await expect(requireStrongPassword('x'.repeat(100_000), [])).rejects.toMatchObject(
      refused('password_too_long'),
    );
  });

  test('that is too weak comes with advice', () => {
    const { score, advice } = estimatePassword('password', []);
    expect(score).toBeLessThan(enoughScore);
    expect(advice.join(' ')).not.toBe('');
  });
});
