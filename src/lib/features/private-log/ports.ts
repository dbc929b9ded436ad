import type { EntryBody, PrivateEntry, UnreadableEntry } from '../../domain/log/entry.ts';

/** What this feature needs of the open log's entries. The session's repository is one. */
export interface EntrySource {
  list(): Promise<readonly (PrivateEntry | UnreadableEntry)[]>;
  get(id: string): Promise<PrivateEntry | UnreadableEntry | null>;
  /** Stores the entry if the version stored is still the one that `token` names; null for a new one. */
  save(id: string, body: EntryBody, known: { token: string | null }): Promise<PrivateEntry>;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Removes for good what was deleted long ago. */
  clearDeleted(): Promise<void>;
}
