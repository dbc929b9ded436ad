import { describe, expect, test } from 'vitest';
import type { Slot } from './check-in.ts';
import { firstWording, foldHearing, hearingEventSchema, type HearingEvent } from './hearing.ts';

const at = '2026-11-22T18:00:00.000Z';
const about = { speaker: 1, prompt: 'need', at } as const;

function mirror(id: string, of: string, by: Slot = 2): HearingEvent {
  return { ...about, kind: 'mirror', id, by, of, text: `heard ${id}` };
}
function yes(id: string, of: string, by: Slot = 1): HearingEvent {
  return { ...about, kind: 'yes', id, by, of };
}
function retell(id: string, by: Slot = 1): HearingEvent {
  return { ...about, kind: 'retell', id, by, text: `told ${id}` };
}
function fold(...events: HearingEvent[]) {
  return foldHearing(events, 1, 'need');
}

describe('hearing one answer', () => {
  test('goes from listening to responding to heard', () => {
    expect(fold().state).toBe('listen');
    expect(fold(mirror('m1', firstWording)).state).toBe('respond');
    expect(fold(mirror('m1', firstWording), yes('y1', 'm1')).state).toBe('heard');
  });

  test('a re-telling asks the listener again and keeps the earlier wording with what was heard in it', () => {
    const told = fold(mirror('m1', firstWording), retell('r1'));
    expect(told.state).toBe('listen');
    expect(told.current).toMatchObject({ id: 'r1', text: 'told r1', mirrors: [] });
    expect(told.earlier).toHaveLength(1);
    expect(told.earlier[0]).toMatchObject({ id: firstWording, text: null });
    expect(told.earlier[0]?.mirrors.map(({ text }) => text)).toEqual(['heard m1']);
    expect(fold(mirror('m1', firstWording), retell('r1'), mirror('m2', 'r1')).state).toBe(
      'respond',
    );
  });

  test('a mirror that crossed a re-telling stays with the wording it was written for', () => {
    const crossed = fold(retell('r1'), mirror('m1', firstWording));
    expect(crossed.state).toBe('listen');
    expect(crossed.earlier[0]?.mirrors.map(({ id }) => id)).toEqual(['m1']);
  });

  test('a "yes" that crossed a newer mirror does not speak for the newer one', () => {
    const crossed = fold(mirror('m1', firstWording), mirror('m2', firstWording), yes('y', 'm1'));
    expect(crossed.state).toBe('respond');
    expect(crossed.current.mirrors.map(({ confirmed }) => confirmed)).toEqual([true, false]);
  });

  test('the listener cannot say "yes" or re-tell for the speaker, nor the speaker mirror themselves', () => {
    expect(fold(mirror('m1', firstWording), yes('y', 'm1', 2)).state).toBe('respond');
    expect(fold(retell('r1', 2)).current.id).toBe(firstWording);
    expect(fold(mirror('m1', firstWording, 1)).state).toBe('listen');
  });

  test('the same event twice says it once, and other answers are left alone', () => {
    expect(
      fold(mirror('m1', firstWording), mirror('m1', firstWording)).current.mirrors,
    ).toHaveLength(1);
    expect(foldHearing([mirror('m1', firstWording)], 1, 'days').state).toBe('listen');
    expect(foldHearing([mirror('m1', firstWording)], 2, 'need').state).toBe('listen');
  });

  test('an event of another shape is refused by the schema', () => {
    expect(hearingEventSchema.safeParse(mirror('m', firstWording)).success).toBe(true);
    expect(hearingEventSchema.safeParse({ ...mirror('m', 'x'), prompt: 'other' }).success).toBe(
      false,
    );
    expect(hearingEventSchema.safeParse({ ...yes('y', 'm'), at: 'yesterday' }).success).toBe(false);
    expect(hearingEventSchema.safeParse({ kind: 'erase', id: 'x' }).success).toBe(false);
  });
});
