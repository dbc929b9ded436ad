import type { OpenSpace } from '$lib/domain/space/open-space.ts';
import type { SessionStatus } from '$lib/session/index.ts';

export interface WhereAndWho {
  readonly status: SessionStatus;
  /** Undefined while it is being looked up. */
  readonly space: OpenSpace | null | undefined;
  /** Whether there is a space to which this person has no key any more. */
  readonly keyless: boolean;
  /** A recovery code that waits to be kept. */
  readonly code: string | null;
  readonly path: string;
  readonly search: string;
}

export interface Doorway {
  readonly show: 'page' | 'unlock' | 'code' | 'nothing_yet';
  /** Where the person has to go instead. */
  readonly to?: string;
}

/** Pages that make sense before there is a space. */
const withoutSpace = /^\/(start|log|settings)(\/|$)/;
/** Pages that make sense for somebody whose key to their space is lost. */
const withoutKey = /^\/(come-back|log|settings)(\/|$)/;

/** What a page of the app shows to whoever comes: itself, a door to open first, or the way to another page. */
export function doorway({ status, space, keyless, code, path, search }: WhereAndWho): Doorway {
  if (status === 'signed_out') {
    return { show: 'nothing_yet', to: `/sign-in?next=${encodeURIComponent(path + search)}` };
  }
  if (status === 'locked') return { show: 'unlock' };
  if (status === 'starting') return { show: 'nothing_yet' };
  if (code !== null) return { show: 'code' };
  if (space === undefined) return { show: 'nothing_yet' };
  if (space === null && keyless) {
    return withoutKey.test(path) ? { show: 'page' } : { show: 'nothing_yet', to: '/come-back' };
  }
  if (space === null) {
    return withoutSpace.test(path) ? { show: 'page' } : { show: 'nothing_yet', to: '/start' };
  }
  // Whoever's space is closed may begin another one.
  const begins = path === '/start' && space.status !== 'closed';
  return begins ? { show: 'nothing_yet', to: '/home' } : { show: 'page' };
}
