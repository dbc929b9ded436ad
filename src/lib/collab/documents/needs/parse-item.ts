import * as Y from 'yjs';
import { parseDepth, type Depth } from '../../../domain/needs/depth.ts';
import {
  isItemKind,
  isOurs,
  type ItemKind,
  type ItemText,
  type Owned,
} from '../../../domain/needs/item.ts';
import { parseBeside, type Beside } from './parse-beside.ts';
import { parsePosition } from './positions.ts';

/** One need or fear as it stands in the document now, with what stands beside it. */
export interface NeedOrFear extends Beside, Owned {
  readonly id: string;
  readonly kind: ItemKind;
  /** User id of the partner who brought it. Unless it is ours, its words are theirs alone. */
  readonly owner: string;
  /** Both said that it is theirs together: then both write its words at once. */
  readonly ours: boolean;
  /** Fractional index within its kind, or null when what stands there is none; then it comes last. */
  readonly position: string | null;
  /** Its texts, for an editor to bind to. Null: an older or broken client did not write that one. */
  readonly texts: Readonly<Record<ItemText, Y.XmlFragment | null>> & {
    readonly words: Y.XmlFragment;
  };
  /** User ids of those who answered "me too". */
  readonly meToo: ReadonlySet<string>;
  /** Null: nobody has said how deep it goes. */
  readonly depth: Depth | null;
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
  const isPerson = (who: unknown) => isOwner(who, owners);
  if (!isItemKind(kind) || !isOwner(owner, owners) || words === null) {
    return null;
  }
  const createdAt: unknown = value.get('createdAt');
  const beside = parseBeside(value, isPerson);
  return {
    ...beside,
    id,
    kind,
    owner,
    ours: isOurs(owner, beside.saidOurs),
    position: parsePosition(value.get('position')),
    texts: {
      words,
      manage: asText(value.get('manage')),
      support: asText(value.get('support')),
      together: asText(value.get('together')),
    },
    meToo: parseMeToo(value.get('meToo'), isPerson),
    depth: parseDepth(value.get('depth')),
    createdAt: typeof createdAt === 'number' && Number.isFinite(createdAt) ? createdAt : null,
  };
}

function parseMeToo(value: unknown, isPerson: (who: unknown) => boolean): ReadonlySet<string> {
  if (!(value instanceof Y.Map)) return new Set();
  const answers = [...value.entries()].filter(
    ([who, at]) => typeof at === 'number' && isPerson(who),
  );
  return new Set(answers.map(([who]) => who));
}
