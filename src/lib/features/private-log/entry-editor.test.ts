import { beforeEach, describe, expect, test } from 'vitest';
import type { EntryBody, PrivateEntry, UnreadableEntry } from '../../domain/log/entry.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { MemoryShelf } from '../../session/memory-shelf.ts';
import { EntryEditor } from './entry-editor.svelte.ts';
import type { EntrySource } from './ports.ts';

/** Entries in memory that keep the rule of tokens, with a wire that can be cut in either direction. */
class Entries implements EntrySource {
  readonly stored = new Map<string, PrivateEntry | UnreadableEntry>();
  readonly deleted = new Map<string, PrivateEntry | UnreadableEntry>();
  saves = 0;
  cut = false;
  loseAnswers = false;

  list() {
    return Promise.resolve([...this.stored.values()]);
  }
  get(id: string) {
    if (this.cut) return Promise.reject(new Failure('offline'));
    return Promise.resolve(this.stored.get(id) ?? null);
  }
  save(id: string, body: EntryBody, { token }: { token: string | null }): Promise<PrivateEntry> {
    if (this.cut) return Promise.reject(new Failure('offline'));
    const known = this.stored.get(id);
    const current = known === undefined || 'unreadable' in known ? null : known.token;
    if (token !== current || this.deleted.has(id)) {
      return Promise.reject(new Failure('changed_elsewhere'));
    }
    const entry = this.put(id, body);
    return this.loseAnswers
      ? Promise.reject(new Failure('server_unreachable'))
      : Promise.resolve(entry);
  }
  remove(id: string) {
    const entry = this.stored.get(id);
    if (entry !== undefined) this.deleted.set(id, entry);
    this.stored.delete(id);
    return Promise.resolve();
  }
  restore(id: string) {
    const entry = this.deleted.get(id);
    if (entry === undefined) return Promise.reject(new Failure('not_found'));
    this.stored.set(id, entry);
    this.deleted.delete(id);
    return Promise.resolve();
  }
  clearDeleted() {
    return Promise.resolve();
  }
  put(id: string, body: EntryBody): PrivateEntry {
    this.saves++;
    const at = new Date('2026-11-22T18:00:00Z');
    const entry = { id, body, createdAt: at, updatedAt: at, token: String(this.saves) };
    this.stored.set(id, entry);
    return entry;
  }
}

let entries: Entries;
let shelf: MemoryShelf;

beforeEach(() => {
  entries = new Entries();
  shelf = new MemoryShelf();
});

async function open(id = '1'): Promise<EntryEditor> {
  const editor = new EntryEditor({
    id,
    entries: () => entries,
    shelf: () => shelf,
    now: () => new Date(2026, 10, 22, 12),
  });
  await editor.load();
  return editor;
}

describe('writing an entry', () => {
  test('starts blank, for a conversation of today, and keeps nothing until something is written', async () => {
    const editor = await open();
    expect(editor.body).toMatchObject({ on: '2026-11-22', said: '', moved: null });
    expect(editor.changed).toBe(false);
    expect(shelf.kept.size).toBe(0);
  });

  test('keeps every letter on the device until it is saved, and no longer', async () => {
    const editor = await open();
    editor.write({ said: 'The move.' });
    await editor.keepHere();
    expect(shelf.kept.size).toBe(1);
    expect(editor.unsaved).toBe(false);
    expect(await editor.save()).toBe(true);
    expect(shelf.kept.size).toBe(0);
    expect(entries.stored.get('1')).toMatchObject({ body: { said: 'The move.' } });
  });

  test('a falling lock loses nothing: the words are there when the log opens again', async () => {
    const before = await open();
    before.write({ said: 'Half a sent' });
    await before.keepHere();
    const after = await open();
    expect(after.body.said).toBe('Half a sent');
    expect(after.restored).toBe(true);
    expect(shelf.kept.size).toBe(1);
  });

  test('saving twice at once saves once', async () => {
    const editor = await open();
    editor.write({ said: 'The move.' });
    const [first, second] = await Promise.all([editor.save(), editor.save()]);
    expect([first, second]).toEqual([true, false]);
    expect(entries.saves).toBe(1);
  });

  test('without a connection nothing is lost, and the second try saves', async () => {
    const editor = await open();
    entries.cut = true;
    editor.write({ said: 'The move.' });
    expect(await editor.save()).toBe(false);
    expect(editor.failure?.code).toBe('offline');
    expect(editor.body.said).toBe('The move.');
    expect(shelf.kept.size).toBe(1);
    entries.cut = false;
    expect(await editor.save()).toBe(true);
  });

  test('a save whose answer got lost is recognised by the next try', async () => {
    const editor = await open();
    editor.write({ said: 'The move.' });
    entries.loseAnswers = true;
    expect(await editor.save()).toBe(false);
    entries.loseAnswers = false;
    expect(await editor.save()).toBe(true);
    expect(editor.others).toEqual([]);
    expect(entries.saves).toBe(1);
  });

  test('an empty entry is refused beside its field', async () => {
    const editor = await open();
    expect(await editor.save()).toBe(false);
    expect(editor.failure).toMatchObject({ code: 'text_empty', field: 'said' });
  });

  test('letting go removes the words from the device and nothing brings them back', async () => {
    const editor = await open();
    editor.write({ said: 'Never mind.' });
    await editor.discard();
    editor.write({ said: 'A late key.' });
    await editor.keepHere();
    expect(shelf.kept.size).toBe(0);
    expect((await open()).body.said).toBe('');
  });
});

describe('changing an entry', () => {
  test('goes back to the saved one when asked', async () => {
    entries.put('1', { ...(await open()).body, said: 'As saved.' });
    const editor = await open();
    expect(editor.isNew).toBe(false);
    editor.write({ said: 'Other.' });
    editor.revert();
    await editor.keepHere();
    expect(editor.body.said).toBe('As saved.');
    expect(shelf.kept.size).toBe(0);
  });

  test.each([
    ['joinBoth', 'First.\n\nSecond.'],
    ['keepMine', 'First.'],
    ['takeOther', 'Second.'],
  ] as const)('changed in two tabs: %s is what is saved', async (how, said) => {
    entries.put('1', { ...(await open()).body, said: 'As saved.' });
    const [one, two] = [await open(), await open()];
    one.write({ said: 'First.' });
    two.write({ said: 'Second.' });
    expect(await two.save()).toBe(true);
    expect(await one.save()).toBe(false);
    expect(entries.stored.get('1')).toMatchObject({ body: { said: 'Second.' } });
    const [other] = one.others;
    if (other === undefined) throw new Error('nothing was offered');
    one[how](other);
    expect(await one.save()).toBe(true);
    expect(entries.stored.get('1')).toMatchObject({ body: { said } });
  });

  test('unsaved words of another tab that grew out of an older version are offered', async () => {
    const { body } = await open();
    entries.put('1', { ...body, said: 'One.' });
    const stale = await open();
    stale.write({ said: 'One, and unsaved.' });
    await stale.keepHere();
    entries.put('1', { ...body, said: 'Two.' });
    const editor = await open();
    expect(editor.body.said).toBe('Two.');
    expect(editor.others.map((other) => other.body.said)).toEqual(['One, and unsaved.']);
  });

  test('deleted in another tab: it is brought back and offered, not lost', async () => {
    entries.put('1', { ...(await open()).body, said: 'As saved.' });
    const editor = await open();
    editor.write({ said: 'Still writing.' });
    await entries.remove('1');
    expect(await editor.save()).toBe(false);
    const [other] = editor.others;
    if (other === undefined) throw new Error('nothing was offered');
    expect(other.body.said).toBe('As saved.');
    editor.keepMine(other);
    expect(await editor.save()).toBe(true);
    expect(entries.stored.get('1')).toMatchObject({ body: { said: 'Still writing.' } });
  });

  test('one that does not open is left as it is', async () => {
    entries.stored.set('1', { id: '1', unreadable: true, createdAt: new Date() });
    const editor = await open();
    expect(editor.opening).toBe('unreadable');
    editor.write({ said: 'over it' });
    await editor.keepHere();
    expect(shelf.kept.size).toBe(0);
  });

  test('out of reach: without words of its own the page says so, with them it goes on', async () => {
    entries.put('1', { ...(await open()).body, said: 'As saved.' });
    entries.cut = true;
    expect((await open()).opening).toBe('failed');
    entries.cut = false;
    const before = await open();
    before.write({ said: 'As saved, and more.' });
    await before.keepHere();
    entries.cut = true;
    const editor = await open();
    expect(editor.opening).toBe('ready');
    expect(editor.body.said).toBe('As saved, and more.');
    entries.cut = false;
    expect(await editor.save()).toBe(true);
  });
});
