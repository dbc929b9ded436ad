import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { LocalDraftKeeper } from './local-draft-keeper.svelte.ts';
import { MemoryShelf } from './memory-shelf.ts';

function keeper(shelf: MemoryShelf, subject = 'check_in/1') {
  return new LocalDraftKeeper({ shelf: () => shelf, subject, schema: z.string() });
}
const fresh = { base: null, confirmed: false };

describe('keeping a draft on the device', () => {
  test('says that it is kept only when it is', async () => {
    const shelf = new MemoryShelf();
    const draft = keeper(shelf);
    expect(draft.state).toBe('none');
    draft.keep('words', fresh);
    expect(draft.state).toBe('keeping');
    expect(shelf.kept.size).toBe(0);
    await draft.flush();
    expect(draft.state).toBe('kept');
    expect((await draft.find()).map(({ content }) => content)).toEqual(['words']);
  });

  test('fast typing writes the newest words and does not queue up the others', async () => {
    const shelf = new MemoryShelf();
    const draft = keeper(shelf);
    let letGo: () => void = () => undefined;
    shelf.held = new Promise((resolve) => (letGo = resolve));
    draft.keep('a', fresh);
    await Promise.resolve();
    await Promise.resolve();
    for (const text of ['ab', 'abc', 'abcd']) draft.keep(text, fresh);
    letGo();
    await draft.flush();
    expect(shelf.writes).toBe(2);
    expect((await draft.find())[0]?.content).toBe('abcd');
  });

  test('a device that refuses is said to refuse, and works again when it keeps again', async () => {
    const shelf = new MemoryShelf();
    const draft = keeper(shelf);
    shelf.refusing = true;
    draft.keep('words', fresh);
    await draft.flush();
    expect(draft.state).toBe('refused');
    expect(draft.failure?.code).toBe('storage_refused');
    shelf.refusing = false;
    draft.keep('words, more', fresh);
    await draft.flush();
    expect(draft.state).toBe('kept');
    expect(draft.failure).toBeNull();
  });

  test('two pages keep their own words of the same text, and can let go of each other’s', async () => {
    const shelf = new MemoryShelf();
    const [one, two] = [keeper(shelf), keeper(shelf)];
    one.keep('one', fresh);
    two.keep('two', fresh);
    await Promise.all([one.flush(), two.flush()]);
    const found = await one.find();
    expect(found.map(({ content }) => content).sort()).toEqual(['one', 'two']);
    // One's own record is never let go of by mistake.
    await one.forget(found);
    expect((await one.find()).map(({ content }) => content)).toEqual(['one']);
    one.clear();
    await one.flush();
    expect(await one.find()).toEqual([]);
    expect(one.state).toBe('none');
  });

  test('records of other texts and of other shapes are passed over', async () => {
    const shelf = new MemoryShelf();
    shelf.kept.set('check_in/10/x', { content: 'another text' });
    shelf.kept.set('check_in/1/x', { content: 7, base: null });
    shelf.kept.set('check_in/1/y', 'broken');
    expect(await keeper(shelf).find()).toEqual([]);
    expect(shelf.kept.size).toBe(3);
  });
});
