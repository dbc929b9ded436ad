import { localDraftSchema } from '../../domain/draft/local-draft.ts';
import { entryDraftSchema, nothingWritten } from '../../domain/log/entry.ts';

/** An entry that was begun or changed on this device and not saved. */
export interface UnsavedEntry {
  readonly id: string;
  /** Day of its conversation, as far as it was typed. */
  readonly on: string;
}

const draftSchema = localDraftSchema(entryDraftSchema);

interface FoundRecord {
  readonly key: string;
  /** Null when it does not open. */
  readonly value: unknown;
}

/** The entries that local records (`private_entry/<id>/<tab>`) hold unsaved words of, each once. */
export function unsavedEntries(records: readonly FoundRecord[]): readonly UnsavedEntry[] {
  const found = new Map<string, UnsavedEntry>();
  for (const { key, value } of records) {
    const id = key.split('/')[1];
    const draft = draftSchema.safeParse(value);
    if (id === undefined || !draft.success) continue;
    const { content, base } = draft.data;
    if (base === null && nothingWritten(content)) continue;
    found.set(id, { id, on: content.on });
  }
  return [...found.values()];
}

/** The keys of records that do not open any more. */
export function spoiltRecords(records: readonly FoundRecord[]): readonly string[] {
  return records.filter(({ value }) => value === null).map(({ key }) => key);
}
