import { beforeAll, describe, expect, test } from 'vitest';
import {
  createSpaceKey,
  newestSpaceKey,
  objectKey,
  openText,
  sealText,
  type ObjectKey,
  type SpaceKey,
} from '../crypto/index.ts';
import { fixedKeys, LivingKey } from './living-keys.ts';
import { spaceNameBinding, spaceRecord } from './space-keys.ts';

const spaceId = 'bbbbbbbb-0000-4000-8000-000000000001';
const place = spaceNameBinding(spaceId);
const reading = (key: ObjectKey, envelope: string) => openText(key, place, envelope);

let first: SpaceKey;
let both: SpaceKey;
beforeAll(async () => {
  first = await createSpaceKey(0);
  both = newestSpaceKey([first, await createSpaceKey(1)]) ?? first;
});

async function sealed(key: SpaceKey, words: string): Promise<string> {
  return sealText(await objectKey(key, spaceRecord(spaceId)), place, words);
}

/** A page that knows the first epoch, and is given the second when it looks for it. */
function page({ given = true } = {}) {
  let newest = first;
  const asked: number[] = [];
  const look = (epoch: number) => {
    asked.push(epoch);
    if (given) newest = both;
    return Promise.resolve();
  };
  return { asked, key: new LivingKey({ newest: () => newest, look }, spaceRecord(spaceId)) };
}

describe('a page that stays open while a new epoch begins', () => {
  test('reads what the new epoch sealed, and seals with it from then on', async () => {
    const { key, asked } = page();
    expect(await key.open(await sealed(first, 'before'), reading)).toBe('before');
    expect(await key.open(await sealed(both, 'after'), reading)).toBe('after');
    expect(asked).toEqual([1]);
    expect(await key.open(await sealed(first, 'before'), reading)).toBe('before');
    const mine = await sealText(await key.now(), place, 'mine');
    expect(await openText(await objectKey(both, spaceRecord(spaceId)), place, mine)).toBe('mine');
  });

  test('leaves closed what it is given no key for', async () => {
    const { key, asked } = page({ given: false });
    const opening = key.open(await sealed(both, 'after'), reading);
    await expect(opening).rejects.toThrow('envelope_wrong_epoch');
    expect(asked).toEqual([1]);
  });

  test('looks for no key because of what was spoilt, or is older than what it may read', async () => {
    const { key, asked } = page();
    const words = await sealed(first, 'before');
    const spoilt = `${words.slice(0, -1)}${words.endsWith('A') ? 'B' : 'A'}`;
    await expect(key.open(spoilt, reading)).rejects.toThrow('envelope_tampered');
    const { epoch, base, secret } = both;
    const newOnly = new LivingKey(
      fixedKeys({ epoch, base, secret } as SpaceKey),
      spaceRecord(spaceId),
    );
    await expect(newOnly.open(words, reading)).rejects.toThrow('envelope_wrong_epoch');
    expect(asked).toEqual([]);
  });
});
