import { describe, expect, test } from 'vitest';
import { answerLimit, noAnswers } from './answers.ts';
import type { CheckIn } from './check-in.ts';
import {
  assertCanSeal,
  canClose,
  canWithdraw,
  isOpen,
  partnerHasSealed,
  sealOf,
  stepOf,
} from './step.ts';

const at = new Date('2026-11-22T18:00:00Z');
const writing: CheckIn = {
  id: 'c',
  status: 'writing',
  documentId: 'd',
  startedBy: 'ana',
  startedAt: at,
  revealedAt: null,
  closedAt: null,
  seals: [],
};
const anaSealed: CheckIn = { ...writing, seals: [{ authorId: 'ana', sealedAt: at }] };
const revealed: CheckIn = {
  ...writing,
  status: 'revealed',
  revealedAt: at,
  seals: [
    { authorId: 'ana', sealedAt: at },
    { authorId: 'ben', sealedAt: at },
  ],
};
const closed: CheckIn = { ...revealed, status: 'closed', closedAt: at };
const written = { ...noAnswers, days: 'Long ones.' };

function code(attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}

describe('where a partner is in a check-in', () => {
  test('each writes until they seal, then waits, until both have sealed', () => {
    expect(stepOf(writing, 'ana')).toBe('write');
    expect(stepOf(anaSealed, 'ana')).toBe('wait');
    expect(stepOf(anaSealed, 'ben')).toBe('write');
    expect(stepOf(revealed, 'ana')).toBe('hear');
    expect(stepOf(revealed, 'ben')).toBe('hear');
    expect(stepOf(closed, 'ana')).toBe('past');
    expect(isOpen(revealed)).toBe(true);
    expect(isOpen(closed)).toBe(false);
  });

  test('one partner sees only that the other has sealed', () => {
    expect(partnerHasSealed(anaSealed, 'ben')).toBe(true);
    expect(partnerHasSealed(anaSealed, 'ana')).toBe(false);
    expect(sealOf(anaSealed, 'ana')?.sealedAt).toEqual(at);
    expect(sealOf(anaSealed, 'ben')).toBeNull();
  });

  test('a seal can be taken back only while it is alone', () => {
    expect(canWithdraw(anaSealed, 'ana')).toBe(true);
    expect(canWithdraw(anaSealed, 'ben')).toBe(false);
    expect(canWithdraw({ ...revealed, status: 'writing' }, 'ana')).toBe(false);
    expect(canWithdraw(revealed, 'ana')).toBe(false);
  });

  test('it can be closed once both sets are open, and only once', () => {
    expect(canClose(anaSealed)).toBe(false);
    expect(canClose(revealed)).toBe(true);
    expect(canClose(closed)).toBe(false);
  });
});

describe('sealing', () => {
  test('one written answer is enough; the others may be left open', () => {
    expect(code(() => assertCanSeal(writing, 'ana', written))).toBeNull();
  });

  test('nothing at all, or white space, cannot be sealed', () => {
    expect(code(() => assertCanSeal(writing, 'ana', noAnswers))).toBe('text_empty');
    expect(code(() => assertCanSeal(writing, 'ana', { ...noAnswers, need: ' \n\t' }))).toBe(
      'text_empty',
    );
  });

  test('an answer over the limit is named, one at the limit passes, and an emoji counts once', () => {
    const full = '🫂'.repeat(answerLimit);
    expect(code(() => assertCanSeal(writing, 'ana', { ...noAnswers, need: full }))).toBeNull();
    try {
      assertCanSeal(writing, 'ana', { ...noAnswers, need: `${full}.` });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'text_too_long', field: 'need' });
    }
  });

  test('nobody seals twice, nor after the reveal, nor after the close', () => {
    expect(code(() => assertCanSeal(anaSealed, 'ana', written))).toBe('check_in_sealed');
    expect(code(() => assertCanSeal(revealed, 'ben', written))).toBe('check_in_sealed');
    expect(code(() => assertCanSeal(closed, 'ben', written))).toBe('check_in_closed');
  });
});
