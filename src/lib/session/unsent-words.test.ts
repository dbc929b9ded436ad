import { expect, test } from 'vitest';
import { MemoryShelf } from './memory-shelf.ts';
import { UnsentWords } from './unsent-words.svelte.ts';

test('words that were not sent come back after a closed tab, and go when they are sent', async () => {
  const device = new MemoryShelf();
  const before = new UnsentWords(() => device, 'hearing/1/2.need.mirror');
  before.text = 'You want to be alone.';
  await before.keepHere();
  const after = new UnsentWords(() => device, 'hearing/1/2.need.mirror');
  await after.load();
  expect(after.text).toBe('You want to be alone.');
  const { id } = after;
  after.sent();
  await after.keepHere();
  expect(after.text).toBe('');
  expect(after.id).not.toBe(id);
  expect(device.kept.size).toBe(0);
});

test('words that are typed before the old ones are found go first, and the old ones stay', async () => {
  const device = new MemoryShelf();
  const before = new UnsentWords(() => device, 'hearing/1/2.need.mirror');
  before.text = 'old';
  await before.keepHere();
  const after = new UnsentWords(() => device, 'hearing/1/2.need.mirror');
  const loading = after.load();
  after.text = 'new';
  await loading;
  await after.keepHere();
  expect(after.text).toBe('new');
  expect(device.kept.size).toBe(2);
});

test('words to begin with are nothing to lose until they are changed', async () => {
  const device = new MemoryShelf();
  const words = new UnsentWords(() => device, 'hearing/1/1.need.retell');
  words.begin('the current wording');
  expect(words.unsaved).toBe(false);
  await words.keepHere();
  expect(device.kept.size).toBe(0);
  words.text = 'the current wording, better';
  await words.keepHere();
  expect(device.kept.size).toBe(1);
});
