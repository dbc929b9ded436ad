import type { Answers } from '../../domain/check-in/answers.ts';
import type { Answer, CheckIn } from '../../domain/check-in/check-in.ts';
import type { CheckInDraft } from '../../domain/check-in/draft.ts';

/** What the server holds of one's own draft; a null draft is one whose envelope does not open. */
export interface StoredDraft {
  readonly draft: CheckInDraft | null;
  readonly token: string;
}

/** What this feature needs of the check-ins of the open space. The session's repository is one. */
export interface CheckInSource {
  list(): Promise<readonly CheckIn[]>;
  get(id: string): Promise<CheckIn | null>;
  start(): Promise<CheckIn>;
  draft(id: string): Promise<StoredDraft | null>;
  /** Stores the draft if the version stored is still the one that `token` names. Returns the new version's token. */
  saveDraft(id: string, draft: CheckInDraft, known: { token: string | null }): Promise<string>;
  seal(id: string, answers: Answers): Promise<CheckIn>;
  withdraw(id: string): Promise<CheckIn>;
  putAway(id: string): Promise<CheckIn>;
  close(id: string): Promise<CheckIn>;
  answers(id: string): Promise<readonly Answer[]>;
}

export interface Pings {
  send(topic: 'check_in'): void;
  on(topic: 'check_in', heard: () => void): () => void;
}
