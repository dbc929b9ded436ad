import { describe, expect, test } from 'vitest';
import { Failure } from '../../domain/failure/failure.ts';
import { SharedName } from './shared-name.svelte.ts';

/** One stored name, and the forms of two windows that change it. */
function twoWindows() {
  const space = { name: 'Us', refusing: false };
  const open = () =>
    new SharedName({
      field: 'space-name',
      stored: () => space.name,
      save: (name) => {
        if (space.refusing) return Promise.reject(new Failure('offline'));
        space.name = name;
        return Promise.resolve();
      },
    });
  return { space, one: open(), two: open() };
}

describe('a shared name in two windows', () => {
  test('follows what the other one saved, as long as nothing is typed here', async () => {
    const { one, two } = twoWindows();
    one.text = 'The wading pool';
    expect(two.text).toBe('Us');
    expect(await one.save()).toBe(true);
    expect([one.text, two.text]).toEqual(['The wading pool', 'The wading pool']);
    expect(two.elsewhere).toBeNull();
    // Pressing save without having typed puts no older name back.
    await two.save();
    expect(one.text).toBe('The wading pool');
  });

  test('keeps what is typed here, says what was saved there, and the later one wins', async () => {
    const { space, one, two } = twoWindows();
    two.text = 'Our pond';
    expect(two.elsewhere).toBeNull();
    one.text = 'The lake';
    await one.save();
    expect([two.text, two.elsewhere]).toEqual(['Our pond', 'The lake']);
    expect(await two.save()).toBe(true);
    expect(space.name).toBe('Our pond');
    expect([one.text, two.text]).toEqual(['Our pond', 'Our pond']);
    expect([one.elsewhere, two.elsewhere]).toEqual([null, null]);
  });

  test('both typing the same is no change to tell of', async () => {
    const { one, two } = twoWindows();
    two.text = one.text = 'The lake';
    await one.save();
    expect([two.text, two.elsewhere]).toEqual(['The lake', null]);
  });

  test('stays as it was typed when it is empty, or when saving does not work', async () => {
    const { space, one } = twoWindows();
    one.text = '   ';
    expect(await one.save()).toBe(false);
    expect(one.attempt.failureOf('space-name')?.code).toBe('text_empty');
    expect([one.text, space.name]).toEqual(['   ', 'Us']);
    space.refusing = true;
    one.text = 'The lake';
    expect(await one.save()).toBe(false);
    expect(one.attempt.failure?.code).toBe('offline');
    expect([one.text, space.name]).toEqual(['The lake', 'Us']);
  });

  test('goes on with what is typed while it is being saved', async () => {
    const { space, one } = twoWindows();
    one.text = 'The lake';
    const saving = one.save();
    one.text = 'The lakes';
    await saving;
    expect([space.name, one.text, one.elsewhere]).toEqual(['The lake', 'The lakes', null]);
  });
});
