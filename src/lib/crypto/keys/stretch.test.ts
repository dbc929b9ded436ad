import { argon2id } from '@noble/hashes/argon2.js';
import { describe, expect, test } from 'vitest';
import {
  kdfCeiling,
  kdfCost,
  kdfFloor,
  kdfSchema,
  type KdfParameters,
} from '../../domain/account/kdf.ts';
import { fromBase64url } from '../encoding/base64url.ts';
import { newKdf } from './new-kdf.ts';
import { stretchPassword } from './stretch.ts';

const floor: KdfParameters = { ...newKdf(), ...kdfFloor };

describe('stretching a password', () => {
  test('a new account gets a seed of its own and a cost above the floor', () => {
    const kdf = newKdf();
    expect(kdfSchema.parse(kdf)).toEqual(kdf);
    expect(newKdf().seed).not.toBe(kdf.seed);
    expect(fromBase64url(kdf.seed)?.length).toBe(32);
    expect(kdfCost.memoryKib).toBe(65_536);
    expect(kdfCost.iterations).toBe(3);
  });

  test('gives what another Argon2id gives', async () => {
    const stretched = await stretchPassword('correct horse', floor);
    const salt = fromBase64url(floor.seed) ?? new Uint8Array();
    const cost = { m: floor.memoryKib, t: floor.iterations, p: 1, dkLen: 32 };
    expect(stretched).toEqual(new Uint8Array(argon2id('correct horse', salt, cost)));
  });

  test('does not depend on how the keyboard composes letters, but on the case and the spaces', async () => {
    const composed = await stretchPassword('Stra\u00DFe \u00FCber', floor);
    expect(await stretchPassword('Stra\u00DFe u\u0308ber', floor)).toEqual(composed);
    expect(await stretchPassword('stra\u00DFe \u00FCber', floor)).not.toEqual(composed);
    expect(await stretchPassword('Stra\u00DFe \u00FCber ', floor)).not.toEqual(composed);
  });

  test.each<[string, Partial<KdfParameters>]>([
    ['less memory than the floor', { memoryKib: kdfFloor.memoryKib - 1 }],
    ['fewer iterations than the floor', { iterations: 1 }],
    ['no lane', { parallelism: 0 }],
    ['memory that would freeze the device', { memoryKib: kdfCeiling.memoryKib + 1 }],
    ['iterations that would freeze the device', { iterations: 1_000_000 }],
    ['a seed that is short', { seed: 'AAAA' }],
    ['no seed', { seed: '' }],
  ])('refuses %s before it computes anything', async (_name, change) => {
    await expect(stretchPassword('correct horse', { ...floor, ...change })).rejects.toThrow(
      'kdf_below_floor',
    );
  });

  test('a pasted text of 100,000 characters is refused at once', async () => {
    const before = performance.now();
    await expect(stretchPassword('x'.repeat(100_000), floor)).rejects.toThrow('password_too_long');
    expect(performance.now() - before).toBeLessThan(50);
  });

  test('an empty password is a wrong one', async () => {
    await expect(stretchPassword('', floor)).rejects.toThrow('wrong_password_or_address');
  });
});
