import type * as Y from 'yjs';
import { isItemText, type ItemText } from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import {
  noteSchema,
  suggestionAnswerSchema,
  suggestionSchema,
  type StoredNote,
  type StoredSuggestionAnswer,
} from '../../../domain/needs/said.ts';
import { newestFirst } from '../../../domain/needs/wording.ts';
import { packPlain, unpackText } from './packed-text.ts';
import type { Block } from './rich-text.ts';

/** An offer of support, a question, or what was said to it. */
export interface Note extends StoredNote {
  readonly id: string;
}

/** Another wording that the partner suggested. */
export interface Suggestion {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  readonly blocks: readonly Block[];
  /** What the owner did with it, or null while it is open. */
  readonly answer: 'taken' | 'left' | null;
}

/** A text of the item as it was told once. */
export interface KeptWording {
  readonly id: string;
  readonly text: ItemText;
  /** Who told it so; null when it stood here and nobody had kept it. */
  readonly by: string | null;
  /** Milliseconds since 1970, or null when it is not known. */
  readonly at: number | null;
  /** A packed text, not looked at yet: see `unpackText`. */
  readonly words: unknown;
}

/** What stands beside the words of an item. */
export interface Beside {
  /** User ids of those who say that the item is ours. */
  readonly saidOurs: ReadonlySet<string>;
  /** User ids of those who answered "I hear you". */
  readonly heard: ReadonlySet<string>;
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** Oldest first. */
  readonly suggestions: readonly Suggestion[];
  /** Newest first, of all texts. */
  readonly wordings: readonly KeptWording[];
  /** Parts of this item that cannot be shown. They stay where they are. */
  readonly setAside: number;
}

/**
 * Keys of what stands beside an item: a kind, and whose or which. Each is an entry of its own in the item's map, so that two people who
 * answer at once, or one on two devices, never replace each other's answers.
 */
export const beside = {
  ours: (who: string) => `ours:${who}`,
  heard: (who: string) => `heard:${who}`,
  note: (id: string) => `note:${id}`,
  suggestion: (id: string) => `suggestion:${id}`,
  suggestionAnswer: (id: string) => `answer:${id}`,
  wording: (id: string) => `wording:${id}`,
} as const;

type IsPerson = (who: unknown) => boolean;

/** Reads what stands beside an item, trusting nothing about it. Kinds that a newer app writes are passed over. */
export function parseBeside(item: Y.Map<unknown>, isPerson: IsPerson): Beside {
  const owner = item.get('owner');
  const saidOurs = new Set<string>();
  const heard = new Set<string>();
  // Each has places of their own, twice as many as the form gives out: two devices may have used the last ones at once.
  const notes = {
    owner: new Bounded<Note>(limits.notes * 2),
    other: new Bounded<Note>(limits.notes * 2),
  };
  const suggested = new Bounded<Suggested>(limits.suggestions * 2);
  const answers = new Map<string, StoredSuggestionAnswer>();
  const wordings = new Bounded<KeptWording>(limits.wordings);
  for (const [key, value] of item.entries()) {
    const colon = key.indexOf(':');
    if (colon === -1) continue;
    const id = key.slice(colon + 1);
    switch (key.slice(0, colon)) {
      case 'ours':
        if (isPerson(id) && typeof value === 'number') saidOurs.add(id);
        break;
      case 'heard':
        if (isPerson(id) && typeof value === 'number') heard.add(id);
        break;
      case 'note': {
        const { data } = noteSchema.safeParse(value);
        const whose = notes[data?.by === owner ? 'owner' : 'other'];
        whose.add(() => (data !== undefined && isPerson(data.by) ? { ...data, id } : null));
        break;
      }
      case 'suggestion':
        suggested.add(() => parseSuggestion(id, value, isPerson, owner));
        break;
      case 'answer': {
        const { data } = suggestionAnswerSchema.safeParse(value);
        if (data !== undefined && data.by === owner) answers.set(id, data);
        break;
      }
      case 'wording':
        wordings.add(() => parseWording(id, value, isPerson));
        break;
    }
  }
  const oldestFirst = (a: { id: string; at: number }, b: { id: string; at: number }) =>
    newestFirst(b, a);
  return {
    saidOurs,
    heard,
    notes: [...notes.owner.kept, ...notes.other.kept].sort(oldestFirst),
    suggestions: suggested.kept.sort(oldestFirst).map((each) => {
      const answer = answers.get(each.id);
      return { ...each, answer: answer === undefined ? null : answer.taken ? 'taken' : 'left' };
    }),
    wordings: wordings.kept.sort(newestFirst),
    setAside: [notes.owner, notes.other, suggested, wordings].reduce(
      (sum, each) => sum + each.setAside,
      0,
    ),
  };
}

type Suggested = Omit<Suggestion, 'answer'>;

function parseSuggestion(
  id: string,
  value: unknown,
  isPerson: IsPerson,
  owner: unknown,
): Suggested | null {
  const { data } = suggestionSchema.safeParse(value);
  // Nobody suggests other words to themselves.
  if (data === undefined || !isPerson(data.by) || data.by === owner) return null;
  const words = 'words' in data ? data.words : packPlain(data.text);
  const blocks = unpackText(words, limits.suggestionCharacters);
  return blocks === null ? null : { id, by: data.by, at: data.at, blocks };
}

function parseWording(id: string, value: unknown, isPerson: IsPerson): KeptWording | null {
  if (typeof value !== 'object' || value === null) return null;
  const { text, by = null, at = null, words } = value as Record<string, unknown>;
  if (!isItemText(text) || !Array.isArray(words)) return null;
  if (by !== null && (typeof by !== 'string' || !isPerson(by))) return null;
  if (at !== null && (typeof at !== 'number' || !(at >= 0 && at <= 8.64e15))) return null;
  return { id, text, by, at, words };
}

/** As many as one page can show; the others, and what is none, are counted. */
class Bounded<Part> {
  readonly kept: Part[] = [];
  setAside = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param read is not called where there is no room */
  add(read: () => Part | null): void {
    const part = this.kept.length < this.#most ? read() : null;
    if (part === null) this.setAside += 1;
    else this.kept.push(part);
  }
}
