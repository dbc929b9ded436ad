import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { ItemText } from '../../../domain/needs/item.ts';
import type { PartnerSlot } from '../../../ui/partner-slot.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly slot: PartnerSlot;
}

/** The two people of the space, from the reader's side. */
export interface People {
  readonly me: Person;
  readonly partner: Person | null;
}

/** The words beside one text of an item: they differ by whose it is. */
export interface TextWords {
  /** Shown above the text; null for the words themselves, which need none. */
  readonly heading: string | null;
  /** The same on paper, with names. */
  readonly onPaper: string | null;
  /** For a screen reader. */
  readonly label: string;
  readonly placeholder: string;
}

/** Whose item it is. */
export function ownerOf(item: NeedOrFear, people: People): Person {
  return personOf(item.owner, people);
}

/** Who said something. Without a partner, what is not mine was written by somebody who has left. */
export function personOf(id: string, people: People): Person {
  if (id === people.me.id) return people.me;
  return people.partner ?? { id, name: 'Your former partner', slot: otherSlot(people.me) };
}

function otherSlot({ slot }: Person): PartnerSlot {
  return slot === 1 ? 2 : 1;
}

/** The name of the other one in a sentence. */
export function partnerName(people: People): string {
  return people.partner?.name ?? 'your partner';
}

/** Both by name, as on paper. */
export function bothNames({ me, partner }: People): string {
  return partner === null ? me.name : `${me.name} and ${partner.name}`;
}

export function textWords(item: NeedOrFear, text: ItemText, people: People): TextWords {
  const mine = item.owner === people.me.id;
  const owner = ownerOf(item, people).name;
  switch (text) {
    case 'words':
      return wordsOf(item, mine, owner);
    case 'together':
      return {
        heading: 'How we manage it together',
        onPaper: 'How we manage it together',
        label: 'How we manage it together, written by both of you',
        placeholder: 'What we do when it comes up, each and together',
      };
    case 'manage':
      return named(
        mine ? 'How I want to manage it' : `How ${owner} wants to manage it`,
        `How ${owner} wants to manage it`,
        'What I can do for myself when it comes up',
      );
    case 'support':
      return named(
        mine ? `How ${partnerName(people)} can support me` : `How you can support ${owner}`,
        `How ${mine ? (people.partner?.name ?? 'the partner') : people.me.name} can support ${owner}`,
        'What helps, and what does not',
      );
  }
}

function named(heading: string, onPaper: string, placeholder: string): TextWords {
  return { heading, onPaper, label: heading, placeholder };
}

function wordsOf(item: NeedOrFear, mine: boolean, owner: string): TextWords {
  const need = item.kind === 'need';
  if (item.ours) {
    return {
      heading: null,
      onPaper: null,
      label: `Our ${item.kind}, written by both of you`,
      placeholder: need ? 'We need…' : 'We are afraid that…',
    };
  }
  return {
    heading: null,
    onPaper: null,
    label: mine ? `Your ${item.kind}` : `What ${owner} ${item.kind}s`,
    placeholder: !mine ? 'Nothing is written here yet.' : need ? 'I need…' : 'I am afraid that…',
  };
}

/** "Me too", said about one item: what the button says, and what stands there once it was said. */
export function meTooWords(
  item: NeedOrFear,
  people: People,
): { mine: string; mineOnPaper: string; theirs: string } {
  const verb = item.kind === 'need' ? 'need' : 'fear';
  return {
    mine: `You ${verb} this too`,
    mineOnPaper: `${people.me.name} ${verb}s this too`,
    theirs: `${partnerName(people)} ${verb}s this too`,
  };
}
