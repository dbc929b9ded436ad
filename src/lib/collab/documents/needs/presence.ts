import type { Awareness } from 'y-protocols/awareness';

/** Whose page a state belongs to: a partner, or another window of one's own. */
export type Presence = 'partner' | 'me_elsewhere';

/** A cursor or selection in a text, as relative positions of Yjs in their JSON form. */
export interface Cursor {
  readonly anchor: unknown;
  readonly head: unknown;
}

/** Who wrote the awareness state of another page, and where their cursor is, as far as it can be believed. */
export interface OtherPage {
  readonly clientId: number;
  readonly who: Presence;
  readonly cursor: Cursor | null;
}

export interface People {
  readonly me: string;
  readonly partner: string | null;
}

const ownRoots: ReadonlySet<unknown> = new Set(['opening', 'closing']);

/** Says on this device's awareness whose page this is. Its cursor is set by the editors. */
export function enter(awareness: Awareness, me: string): void {
  awareness.setLocalStateField('user', { id: me });
}

/**
 * The other open pages of this document. States come from other clients: whoever is neither partner nor me is left out, and a
 * cursor that is not a pair of positions in a text is none, so that nothing they hold can break an editor.
 */
export function otherPages(awareness: Awareness, people: People): OtherPage[] {
  const pages: OtherPage[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const who = whose(state, people);
    if (who !== null) pages.push({ clientId, who, cursor: parseCursor(field(state, 'cursor')) });
  }
  return pages;
}

function whose(state: unknown, people: People): Presence | null {
  const id = field(field(state, 'user'), 'id');
  if (typeof id !== 'string') return null;
  if (id === people.me) return 'me_elsewhere';
  return id === people.partner ? 'partner' : null;
}

function parseCursor(value: unknown): Cursor | null {
  const anchor = field(value, 'anchor');
  const head = field(value, 'head');
  return isPosition(anchor) && isPosition(head) ? { anchor, head } : null;
}

/** The JSON of a Y.RelativePosition within an item's text, the opening or the closing text. */
function isPosition(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const type = field(value, 'type') ?? null;
  const root = field(value, 'tname') ?? null;
  const item = field(value, 'item') ?? null;
  const assoc = field(value, 'assoc') ?? 0;
  if (type !== null && !isId(type)) return false;
  // Resolving a root that does not exist would create it.
  if (root !== null && !ownRoots.has(root)) return false;
  if (item !== null && !isId(item)) return false;
  return typeof assoc === 'number' && (type !== null || root !== null || item !== null);
}

function isId(value: unknown): boolean {
  const client = field(value, 'client');
  const clock = field(value, 'clock');
  return isCount(client) && isCount(clock);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
