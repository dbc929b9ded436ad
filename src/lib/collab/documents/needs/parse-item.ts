import * as Y from 'yjs';
import { isItemKind, type ItemKind, type ItemText } from '../../../domain/needs/item.ts';
import { parsePosition } from './positions.ts';

/** One need or fear as it stands in the document now. */
export interface NeedOrFear {
  readonly id: string;
  readonly kind: ItemKind;
  /** User id of the partner whose words these are. */
  readonly owner: string;
  /** Fractional index within its kind, or null when what stands there is none; then it comes last. */
  readonly position: string | null;
  /** Its texts, for an editor to bind to. Null: an older or broken client did not write that one. */
  readonly texts: Readonly<Record<ItemText, Y.XmlFragment | null>> & {
    readonly words: Y.XmlFragment;
  };
  /** User ids of those who answered "me too". */
  readonly meToo: ReadonlySet<string>;
  /** Milliseconds since 1970 by the writer's clock, or null. */
  readonly createdAt: number | null;
}

/** A text of an item or of the document: a fragment, and not one of the types that derive from it. */
function asText(value: unknown): Y.XmlFragment | null {
  return value instanceof Y.XmlFragment && !(value instanceof Y.XmlElement) ? value : null;
}

/** User ids of the two. Without a partner, an item of any account is shown: somebody who has left wrote it. */
export interface Owners {
  readonly me: string;
  readonly partner: string | null;
}

const accountId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isOwner(value: unknown, { me, partner }: Owners): value is string {
  if (typeof value !== 'string') return false;
  return value === me || (partner === null ? accountId.test(value) : value === partner);
}

/**
 * Reads one entry of the items, trusting nothing about it. Null when it has no kind, owner or words that this version can show:
 * then a newer or broken client wrote it, and it is set aside without being touched.
 * @param owners an item of anybody else is set aside
 */
export function parseItem(id: string, value: unknown, owners: Owners): NeedOrFear | null {
  if (!(value instanceof Y.Map)) return null;
  const kind: unknown = value.get('kind');
  const owner: unknown = value.get('owner');
  const words = asText(value.get('words'));
  if (!isItemKind(kind) || !isOwner(owner, owners) || words === null) {
    return null;
  }
  const createdAt: unknown = value.get('createdAt');
  return {
    id,
    kind,
    owner,
    position: parsePosition(value.get('position')),
    texts: { words, manage: asText(value.get('manage')), support: asText(value.get('support')) },
    meToo: parseMeToo(value.get('meToo'), owners),
    createdAt: typeof createdAt === 'number' && Number.isFinite(createdAt) ? createdAt : null,
  };
}

function parseMeToo(value: unknown, owners: Owners): ReadonlySet<string> {
  if (!(value instanceof Y.Map)) return new Set();
  const answers = [...value.entries()].filter(
    ([who, at]) => typeof at === 'number' && isOwner(who, owners),
  );
  return new Set(answers.map(([who]) => who));
}
