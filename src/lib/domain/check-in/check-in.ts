import type { PromptKey } from './prompts.ts';

export const checkInStatuses = ['writing', 'revealed', 'closed'] as const;
export type CheckInStatus = (typeof checkInStatuses)[number];

/** Which of the two partners: a check-in outlives an account, so it names places, not people. */
export type Slot = 1 | 2;

/** One partner's word that they are done writing. It says when, and nothing of what. */
export interface Seal {
  readonly slot: Slot;
  readonly sealedAt: Date;
}

/** One guided conversation. */
export interface CheckIn {
  readonly id: string;
  readonly status: CheckInStatus;
  /** The encrypted document in which the two write what they heard. */
  readonly documentId: string;
  /** Where that document is. */
  readonly generation: number;
  readonly epoch: number;
  /** Null once that account is deleted. */
  readonly startedBy: string | null;
  readonly startedAt: Date;
  /** Stays null in a check-in that was put away: closed before both had sealed. */
  readonly revealedAt: Date | null;
  readonly closedAt: Date | null;
  readonly seals: readonly Seal[];
}

/** A revealed answer. A null text is one whose envelope could not be opened; an empty one was left open by its author. */
export interface Answer {
  readonly slot: Slot;
  readonly prompt: PromptKey;
  readonly text: string | null;
}
