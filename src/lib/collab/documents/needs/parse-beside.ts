import type * as Y from 'yjs';
import { isItemText, type ItemText } from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import {
  noteSchema,
  suggestionAnswerSchema,
  suggestionSchema,
  type StoredNote,
  type StoredSuggestion,
  type StoredSuggestionAnswer,
} from '../../../domain/needs/said.ts';
import { newestFirst } from '../../../domain/needs/wording.ts';

/** An offer of support, a question, or what was said to it. */
export interface Note extends StoredNote {
  readonly id: string;
}

/** Another wording that the partner suggested. */
export interface Suggestion extends StoredSuggestion {
  readonly id: string;
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
  const saidOurs = new Set<string>();
  const heard = new Set<string>();
  const notes = new Bounded<Note>(limits.notes * 2);
  const suggested = new Bounded<StoredSuggestion & { id: string }>(limits.suggestions * 2);
  const answers = new Map<string, StoredSuggestionAnswer>();
  const wordings = new Bounded<KeptWording>(limits.wordings * 2);
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
        notes.add(data !== undefined && isPerson(data.by) ? { ...data, id } : null);
        break;
      }
      case 'suggestion': {
        const { data } = suggestionSchema.safeParse(value);
        suggested.add(data !== undefined && isPerson(data.by) ? { ...data, id } : null);
        break;
      }
      case 'answer': {
        const { data } = suggestionAnswerSchema.safeParse(value);
        if (data !== undefined && data.by === item.get('owner')) answers.set(id, data);
        break;
      }
      case 'wording':
        wordings.add(parseWording(id, value, isPerson));
        break;
    }
  }
  const oldestFirst = (a: { id: string; at: number }, b: { id: string; at: number }) =>
    newestFirst(b, a);
  return {
    saidOurs,
    heard,
    notes: notes.kept.sort(oldestFirst),
    suggestions: suggested.kept.sort(oldestFirst).map((each) => {
      const answer = answers.get(each.id);
      return { ...each, answer: answer === undefined ? null : answer.taken ? 'taken' : 'left' };
    }),
    wordings: wordings.kept.sort(newestFirst),
    setAside: notes.setAside + suggested.setAside + wordings.setAside,
  };
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

  add(part: Part | null): void {
    if (part === null || this.kept.length >= this.#most) this.setAside += 1;
    else this.kept.push(part);
  }
}
