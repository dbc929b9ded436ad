import type { Slot } from '../check-in/check-in.ts';

export interface SpaceMember {
  readonly id: string;
  /** The name they chose to be called by; empty when its envelope does not open. */
  readonly name: string;
  /** 1 made the space, 2 was invited; it decides the colour only. */
  readonly slot: Slot;
}

export const spaceStatuses = ['open', 'paused', 'closed'] as const;
export type SpaceStatus = (typeof spaceStatuses)[number];

/** The space as one of its two members sees it, decrypted. */
export interface OpenSpace {
  readonly id: string;
  /** Empty when its envelope does not open. */
  readonly name: string;
  /** As it is stored; `standingOf` says what it means now. */
  readonly status: SpaceStatus;
  /** Set exactly while `status` is `paused`. */
  readonly pausedUntil: Date | null;
  /** Whose pause it is, by place: only they end it before its time. Null when that is not known. */
  readonly pausedBy?: Slot | null;
  /** Who closed it by leaving, by place. */
  readonly endedBy?: Slot | null;
  /** Epoch of the key that new words are sealed with. */
  readonly epoch: number;
  readonly me: SpaceMember;
  /** Null until the partner was let in, and once their account is deleted. In a space that was left, both are named as before. */
  readonly partner: SpaceMember | null;
}
