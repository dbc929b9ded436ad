import { describe, expect, test } from 'vitest';
import type { LocalDraft } from './local-draft.ts';
import { reconcile, type Found } from './reconcile.ts';

const rules = {
  same: (a: string, b: string) => a === b,
  empty: (text: string) => text.trim() === '',
};
function bring(found: Found<string>) {
  return reconcile(found, rules);
}
function draft(content: string, more: Partial<LocalDraft<string>> = {}): LocalDraft<string> {
  return {
    content,
    base: 't1',
    confirmed: false,
    at: '2026-11-22T18:00:00Z',
    writer: content,
    ...more,
  };
}
const stored = { content: 'stored', token: 't1' };

describe('a page that is opened again', () => {
  test('goes on with what the server has when the device kept nothing', () => {
    expect(bring({ stored, local: [] })).toMatchObject({ content: 'stored', token: 't1' });
    expect(bring({ stored: null, local: [] })).toMatchObject({ content: null, token: null });
  });

  test('goes on with unsaved words that grew out of the stored version', () => {
    const unsaved = draft('stored and more');
    expect(bring({ stored, local: [unsaved] })).toMatchObject({
      content: 'stored and more',
      token: 't1',
      adopted: unsaved,
      offers: [],
    });
  });

  test('goes on with words that never reached the server', () => {
    const first = draft('first words', { base: null });
    expect(bring({ stored: null, local: [first] }).content).toBe('first words');
  });

  test('offers unsaved words that grew out of another version, and drops neither', () => {
    const old = draft('older branch', { base: 't0' });
    const result = bring({ stored, local: [old] });
    expect(result.content).toBe('stored');
    expect(result.adopted).toBeNull();
    expect(result.offers).toEqual([old]);
    expect(result.discard).toEqual([]);
  });

  test('of two tabs, goes on with the newer and offers the other', () => {
    const older = draft('tab one', { at: '2026-11-22T18:00:00Z' });
    const newer = draft('tab two', { at: '2026-11-22T19:00:00Z' });
    const result = bring({ stored, local: [older, newer] });
    expect(result.content).toBe('tab two');
    expect(result.offers).toEqual([older]);
  });

  test('lets go of what the server holds already, and of what was stored and since replaced', () => {
    const same = draft('stored', { base: 't0' });
    const replaced = draft('replaced since', { base: 't0', confirmed: true });
    expect(bring({ stored, local: [same, replaced] }).discard).toEqual([same, replaced]);
  });

  test('with the server out of reach, shows the newest words of the device, saved or not', () => {
    const kept = draft('as it was saved', { confirmed: true });
    const result = bring({ stored: 'unknown', local: [kept] });
    expect(result).toMatchObject({ content: 'as it was saved', token: 't1' });
    expect(result.discard).toEqual([]);
  });

  test('keeps confirmed words when the server has lost them', () => {
    const kept = draft('once saved', { confirmed: true });
    expect(bring({ stored: null, local: [kept] }).offers).toEqual([kept]);
  });

  test('an emptied text is a change; an empty beginning is nothing', () => {
    expect(bring({ stored, local: [draft('')] }).content).toBe('');
    expect(bring({ stored: null, local: [draft('', { base: null })] })).toMatchObject({
      content: null,
      offers: [],
    });
  });
});
