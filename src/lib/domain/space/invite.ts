/** Somebody who asks to be let in, proven to hold the link. */
export interface WaitingJoiner {
  readonly id: string;
  readonly name: string;
  /** The words that both screens show, to be compared by the two. */
  readonly words: readonly [string, string, string, string];
  readonly publicKey: string;
}

/** An invitation as its maker sees it. */
export interface OfferedInvite {
  readonly id: string;
  /** What stands behind the # of the link; holds the secret. */
  readonly fragment: string;
  readonly expiresAt: Date;
  /** Null: nobody has asked yet. `forged`: somebody asked who does not hold the link, or whose answer was changed on its way. */
  readonly joiner: WaitingJoiner | 'forged' | null;
}

/** An invitation as the one who follows its link sees it. */
export interface SeenInvite {
  readonly id: string;
  /** `offered`: may be asked; `requested`: this person has asked and waits; `admitted`: this person has been let in. */
  readonly state: 'offered' | 'requested' | 'admitted';
  readonly expiresAt: Date;
}
