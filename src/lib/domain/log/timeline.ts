import { dayOf, sayMonth } from './days.ts';
import { isReadable, type PrivateEntry, type UnreadableEntry } from './entry.ts';

export type TimelineEntry = PrivateEntry | UnreadableEntry;

export interface Month {
  /** `YYYY-MM`. */
  readonly key: string;
  /** "November", or "November 2025" when that is not this year. */
  readonly name: string;
  /** Newest conversation first. */
  readonly entries: readonly TimelineEntry[];
}

/** The day under which an entry is listed: that of the conversation, or, if it cannot be read, that of its writing. */
export function dayOfEntry(entry: TimelineEntry): string {
  return isReadable(entry) ? entry.body.on : dayOf(entry.createdAt);
}

function moment(entry: TimelineEntry): string {
  const at = isReadable(entry) ? (entry.body.at ?? '') : '';
  return `${dayOfEntry(entry)} ${at} ${entry.createdAt.toISOString()}`;
}

/** Entries by month of the conversation, newest first. `today` is a calendar day, `YYYY-MM-DD`. */
export function byMonth(entries: readonly TimelineEntry[], today: string): readonly Month[] {
  const months = new Map<string, TimelineEntry[]>();
  const newestFirst = [...entries].sort((a, b) => (moment(a) < moment(b) ? 1 : -1));
  for (const entry of newestFirst) {
    const key = dayOfEntry(entry).slice(0, 7);
    const month = months.get(key);
    if (month === undefined) months.set(key, [entry]);
    else month.push(entry);
  }
  return [...months].map(([key, listed]) => ({
    key,
    name: sayMonth(`${key}-01`, today),
    entries: listed,
  }));
}
