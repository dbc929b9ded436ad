import { describe, expect, test } from 'vitest';
import type { CheckIn } from '$lib/domain/check-in/check-in.ts';
import type { OpenSpace } from '$lib/domain/space/open-space.ts';
import type { SharedDocument } from '$lib/domain/space/shared-document.ts';
import { whatWaits } from './what-waits.ts';

const now = new Date('2026-11-23T12:00:00Z');
const days = (ago: number) => new Date(now.getTime() - ago * 86_400_000);
const ada = { id: '11111111-1111-4111-8111-111111111111', name: 'Ada', slot: 1 } as const;
const noor = { id: '22222222-2222-4222-8222-222222222222', name: 'Noor', slot: 2 } as const;
const space: OpenSpace = {
  id: 's',
  name: 'Us',
  status: 'open',
  pausedUntil: null,
  epoch: 0,
  me: ada,
  partner: noor,
};

const checkIn = (changes: Partial<CheckIn>): CheckIn => ({
  id: 'c',
  status: 'writing',
  documentId: 'd',
  generation: 0,
  epoch: 0,
  startedBy: ada.id,
  startedAt: days(1),
  revealedAt: null,
  closedAt: null,
  seals: [],
  ...changes,
});
const document = (id: string, changes: Partial<SharedDocument>): SharedDocument => ({
  id,
  kind: 'needs_and_fears',
  title: `Document ${id}`,
  generation: 0,
  epoch: 0,
  createdAt: days(30),
  archivedAt: null,
  deletedAt: null,
  changedAt: days(1),
  changedBy: noor.id,
  ...changes,
});
const mine = { slot: 1, sealedAt: days(0.5) } as const;
const theirs = { slot: 2, sealedAt: days(0.25) } as const;
const waiting = (checkIns: CheckIn[], documents: SharedDocument[] = [], who = space) =>
  whatWaits({ checkIns, documents, space: who }, now);

describe('what waits at home', () => {
  test('names the partner who has sealed, and when', () => {
    const [first] = waiting([checkIn({ seals: [theirs] })]);
    expect(first).toMatchObject({
      title: 'Noor has sealed their answers',
      href: '/check-ins/c',
      at: theirs.sealedAt,
    });
  });

  test('tells apart an open check-in, one’s own seal and opened answers', () => {
    const titles = [
      checkIn({}),
      checkIn({ seals: [mine] }),
      checkIn({ status: 'revealed', seals: [mine, theirs], revealedAt: days(0) }),
    ].map((each) => waiting([each])[0]?.title);
    expect(titles).toEqual([
      'A check-in is open',
      'Your answers are sealed',
      'Your answers are open',
    ]);
  });

  test('says nothing of a closed check-in', () => {
    expect(
      waiting([checkIn({ status: 'closed', seals: [mine, theirs], closedAt: days(0) })]),
    ).toEqual([]);
  });

  test('shows the three documents that the partner wrote in last, within two weeks', () => {
    const shown = waiting(
      [],
      [
        document('old', { changedAt: days(15) }),
        document('own', { changedBy: ada.id }),
        document('nobody', { changedBy: null }),
        document('1', { changedAt: days(4) }),
        document('2', { changedAt: days(3) }),
        document('3', { changedAt: days(2) }),
        document('4', { changedAt: days(1) }),
      ],
    );
    expect(shown.map(({ id }) => id)).toEqual(['4', '3', '2']);
    expect(shown[0]).toMatchObject({ line: 'Noor has written in it', href: '/documents/4' });
  });

  test('stands without a title or a name that opens', () => {
    const nameless = { ...space, partner: { ...noor, name: '' } };
    const [first] = waiting([], [document('1', { title: null })], nameless);
    expect(first).toMatchObject({ title: 'A document', line: 'Your partner has written in it' });
  });

  test('nothing waits in a space that is closed', () => {
    const closed = { ...space, status: 'closed' } as const;
    expect(waiting([checkIn({ seals: [theirs] })], [document('d', {})], closed)).toEqual([]);
  });

  test('waits for nobody’s writing before the partner is here', () => {
    const alone = { ...space, partner: null };
    const [first, ...others] = waiting([checkIn({ seals: [mine] })], [document('1', {})], alone);
    expect(first?.line).toContain('when your partner is here');
    expect(others).toEqual([]);
  });
});
