import type { IdentityKeyPair, SharedBranch } from '../crypto/index.ts';
import type { Client } from './client.ts';
import { createFollowedInvites } from './followed-invites.ts';
import { createOfferedInvites } from './offered-invites.ts';

export interface InvitesOptions {
  /** Id of the person who is signed in. */
  readonly me: string;
  readonly shared: SharedBranch;
  readonly identity: IdentityKeyPair;
}

export type Invites = ReturnType<typeof createInvites>;

/** Pairing, from both sides. Load this room only where somebody pairs: it brings HPKE and a word list along. */
export function createInvites(client: Client, options: InvitesOptions) {
  return { ...createOfferedInvites(client, options), ...createFollowedInvites(client, options) };
}

export type { PendingJoin, Received } from './followed-invites.ts';
