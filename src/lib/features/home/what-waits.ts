import type { CheckIn } from '$lib/domain/check-in/check-in.ts';
import { partnerHasSealed, stepOf } from '$lib/domain/check-in/step.ts';
import type { OpenSpace } from '$lib/domain/space/open-space.ts';
import type { SharedDocument } from '$lib/domain/space/shared-document.ts';

/** One thing that waits for the reader, as words and the page to go to. Never a reproach, never a count. */
export interface Waiting {
  readonly id: string;
  readonly kind: 'check_in' | 'document';
  readonly href: string;
  readonly title: string;
  readonly line: string;
  readonly at: Date;
}

/** How long a partner's change counts as recent. */
const recentDays = 14;
const mostDocuments = 3;

/** What waits for this person in the space: open check-ins first, then what the partner has lately written. */
export function whatWaits(
  {
    checkIns,
    documents,
    space,
  }: {
    readonly checkIns: readonly CheckIn[];
    readonly documents: readonly SharedDocument[];
    readonly space: OpenSpace;
  },
  now = new Date(),
): Waiting[] {
  // What is closed can be read, and asks for nothing.
  if (space.status === 'closed') return [];
  const partner = space.partner?.name || 'Your partner';
  const since = now.getTime() - recentDays * 86_400_000;
  const open = checkIns.flatMap((checkIn) => {
    const words = checkInWords(checkIn, space, partner);
    if (words === null) return [];
    return [
      { id: checkIn.id, kind: 'check_in' as const, href: `/check-ins/${checkIn.id}`, ...words },
    ];
  });
  const changed = documents
    .filter(
      ({ changedBy, changedAt }) =>
        changedBy !== null && changedBy === space.partner?.id && changedAt.getTime() >= since,
    )
    .toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())
    .slice(0, mostDocuments)
    .map(({ id, title, changedAt }) => ({
      id,
      kind: 'document' as const,
      href: `/documents/${id}`,
      title: title ?? 'A document',
      line: `${partner} has written in it`,
      at: changedAt,
    }));
  return [...open, ...changed];
}

function checkInWords(
  checkIn: CheckIn,
  space: OpenSpace,
  partner: string,
): Pick<Waiting, 'title' | 'line' | 'at'> | null {
  const theirs = checkIn.seals.find(({ slot }) => slot !== space.me.slot);
  switch (stepOf(checkIn, space.me.slot)) {
    case 'past':
    case 'put_away':
      return null;
    case 'hear':
      return {
        title: 'Your answers are open',
        line: 'Both of you have sealed. Read and hear each other when you have time.',
        at: checkIn.revealedAt ?? checkIn.startedAt,
      };
    case 'wait':
      return {
        title: 'Your answers are sealed',
        line: space.partner
          ? `They open for both of you when ${partner} has sealed, too.`
          : 'They open when your partner is here and has sealed, too.',
        at: checkIn.startedAt,
      };
    case 'write':
      return partnerHasSealed(checkIn, space.me.slot)
        ? {
            title: `${partner} has sealed their answers`,
            line: 'Both sets open when you have sealed yours. Take the time you need.',
            at: theirs?.sealedAt ?? checkIn.startedAt,
          }
        : {
            title: 'A check-in is open',
            line: 'Go on writing whenever you like.',
            at: checkIn.startedAt,
          };
  }
}
