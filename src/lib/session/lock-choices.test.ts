import { expect, test } from 'vitest';
import { LockChoices } from './lock-choices.svelte.ts';

function device(stored?: string) {
  const kept = new Map(stored === undefined ? [] : [['holdfast.locks', stored]]);
  const open = () =>
    new LockChoices(() => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    }));
  return { open };
}

const all = ({ minutes, everything, whenHidden }: LockChoices) => [minutes, everything, whenHidden];

test('ten minutes, the log alone, and not when hidden, until somebody chooses', () => {
  expect(all(device().open())).toEqual([10, false, false]);
});

test('what is chosen is known again on this device', () => {
  const { open } = device();
  const choices = open();
  choices.minutes = 1;
  choices.everything = true;
  choices.whenHidden = true;
  expect(all(choices)).toEqual([1, true, true]);
  expect(all(open())).toEqual([1, true, true]);
});

test.each(['', 'no choices', 'null', '{"minutes":1440,"everything":"yes"}', '{"minutes":"1"}'])(
  'choices that are none never put a lock off: %j',
  (stored) => {
    expect(all(device(stored).open())).toEqual([10, false, false]);
  },
);

test('a browser that keeps nothing takes them for this visit', () => {
  const choices = new LockChoices(() => {
    throw new Error('refused');
  });
  choices.minutes = 5;
  expect(choices.minutes).toBe(5);
});
