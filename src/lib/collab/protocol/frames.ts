/** First varUint of every WebSocket message. 0, 1 and 3 are those of y-websocket; ours begin at 100, clear of its future ones. */
export const frameType = {
  sync: 0,
  awareness: 1,
  queryAwareness: 3,
  /** Relay to client, followed by a varUint8Array: the state vector of what the store has confirmed. */
  stored: 100,
} as const;

/** Why the relay closed a socket, as WebSocket close codes. Clients act on the code, never on a text. */
export const closeCode = {
  /** The ticket was spent, expired or unknown, or its token ended: ask for a new one and connect again. */
  ticketSpent: 4401,
  /** Not a member (any more): stop. */
  notYours: 4403,
  /** The document is in another generation than this, or has to follow the space key into its next: load its row again. */
  generationOver: 4409,
  /** The document was deleted, and may be brought back: stop until its row says so. */
  deleted: 4410,
  /** A message over `limits.frameBytes`: stop, it would be refused again. */
  tooLarge: 4413,
  /** More than the allowed messages or rooms: wait, then connect again. */
  tooMuch: 4429,
  /** The relay is shutting down or restarting: connect again. */
  restarting: 1012,
} as const;

/** WebSocket subprotocol that both sides speak; a ticket travels beside it as `ticket.<value>`. */
export const subprotocol = 'holdfast.v1';
export const ticketPrefix = 'ticket.';

export const limits = {
  /** One envelope in the outer document. */
  itemBytes: 1024 * 1024,
  /** One WebSocket message; a first sync carries a whole outer document. */
  frameBytes: 8 * 1024 * 1024,
  /** How long a ticket may wait to be used. */
  ticketSeconds: 60,
} as const;
