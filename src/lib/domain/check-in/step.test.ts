import { describe, expect, test } from 'vitest';
import { answerLimit, noAnswers } from './answers.ts';
import type { CheckIn } from './check-in.ts';
import {
  assertCanSeal,
  canPutAway,
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
  generation: 0,
  epoch: 0,
  startedBy: 'ana',
  startedAt: at,
  revealedAt: null,
  closedAt: null,
  seals: [],
};
const anaSealed: CheckIn = { ...writing, seals: [{ slot: 1, sealedAt: at }] };
const revealed: CheckIn = {
  ...writing,
  status: 'revealed',
  revealedAt: at,
  seals: [
    { slot: 1, sealedAt: at },
    { slot: 2, sealedAt: at },
  ],
};
const closed: CheckIn = { ...revealed, status: 'closed', closedAt: at };
const putAway: CheckIn = { ...anaSealed, status: 'closed', closedAt: at };
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
    expect(stepOf(writing, 1)).toBe('write');
    expect(stepOf(anaSealed, 1)).toBe('wait');
    expect(stepOf(anaSealed, 2)).toBe('write');
    expect(stepOf(revealed, 1)).toBe('hear');
    expect(stepOf(revealed, 2)).toBe('hear');
    expect(stepOf(closed, 1)).toBe('past');
    expect(isOpen(revealed)).toBe(true);
    expect(isOpen(closed)).toBe(false);
    expect(stepOf(putAway, 1)).toBe('put_away');
    expect(isOpen(putAway)).toBe(false);
  });

  test('one partner sees only that the other has sealed', () => {
    expect(partnerHasSealed(anaSealed, 2)).toBe(true);
    expect(partnerHasSealed(anaSealed, 1)).toBe(false);
    expect(sealOf(anaSealed, 1)?.sealedAt).toEqual(at);
    expect(sealOf(anaSealed, 2)).toBeNull();
  });

  test('a seal can be taken back only while it is alone', () => {
    expect(canWithdraw(anaSealed, 1)).toBe(true);
    expect(canWithdraw(anaSealed, 2)).toBe(false);
    expect(canWithdraw({ ...revealed, status: 'writing' }, 1)).toBe(false);
    expect(canWithdraw(revealed, 1)).toBe(false);
  });
});

describe('putting away', () => {
  test('a check-in can be put away until both sets are open, whoever has sealed', () => {
    expect([writing, anaSealed, revealed, closed, putAway].map(canPutAway)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('sealing', () => {
  test('one written answer is enough; the others may be left open', () => {
    expect(code(() => assertCanSeal(writing, 1, written))).toBeNull();
  });

  test('nothing at all, or white space, cannot be sealed', () => {
    expect(code(() => assertCanSeal(writing, 1, noAnswers))).toBe('text_empty');
    expect(code(() => assertCanSeal(writing, 1, { ...noAnswers, need: ' \n\t' }))).toBe(
      'text_empty',
    );
  });

  test('an answer over the limit is named, and one at the limit passes', () => {
    const full = 'é'.repeat(answerLimit);
    expect(code(() => assertCanSeal(writing, 1, { ...noAnswers, need: full }))).toBeNull();
    try {
      assertCanSeal(writing, 1, { ...noAnswers, need: `${full}.` });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'text_too_long', field: 'need' });
    }
  });

  test('nobody seals twice, nor after the reveal, nor after the close, nor in what was put away', () => {
    expect(code(() => assertCanSeal(anaSealed, 1, written))).toBe('check_in_sealed');
    expect(code(() => assertCanSeal(revealed, 2, written))).toBe('check_in_sealed');
    expect(code(() => assertCanSeal(closed, 2, written))).toBe('check_in_closed');
    expect(code(() => assertCanSeal(putAway, 2, written))).toBe('check_in_closed');
  });
});
