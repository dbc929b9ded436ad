import type { EntryBody } from '../../domain/log/entry.ts';
import { moveWords } from '../../domain/log/words.ts';

/** The beginning of what was written, on one line: enough to recognise an entry by. */
export function excerpt(body: EntryBody): string {
  const feelings = body.feelings.map(({ name }) => name).join(', ');
  const moved = body.moved === null ? '' : moveWords[body.moved];
  const first = [body.said, body.heldBack, feelings, moved].find((text) => text.trim() !== '');
  return (first ?? 'A conversation').trim().replace(/\s+/gu, ' ').slice(0, 400);
}
