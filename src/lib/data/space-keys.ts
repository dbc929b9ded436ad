import { objectKey, type KeyedObject, type ObjectKey, type SpaceKey } from '../crypto/index.ts';
import type { OpenSpace } from '../domain/space/open-space.ts';

/** A space with the key that its words are sealed with. */
export interface OpenedSpace {
  readonly space: OpenSpace;
  readonly key: SpaceKey;
  /**
   * Whether the public key that the server shows for the partner is the one that was confirmed when pairing. Nothing may be sealed to
   * a changed one.
   */
  readonly partnerKey: 'pinned' | 'changed' | 'alone';
}

/** A space's own record: its name, the members' names, the titles of its documents. */
export function spaceRecord(spaceId: string): KeyedObject {
  return { kind: 'space', object: spaceId, generation: 0 };
}

/** The key of that record. */
export function spaceRecordKey(key: SpaceKey, spaceId: string): Promise<ObjectKey> {
  return objectKey(key, spaceRecord(spaceId));
}

export function spaceNameBinding(spaceId: string) {
  return value(spaceId, spaceId, 'spaces.name_sealed');
}

export function memberNameBinding(spaceId: string, slot: 1 | 2) {
  return value(spaceId, spaceId, `members.name_sealed/${String(slot)}`);
}

export function titleBinding(spaceId: string, documentId: string) {
  return value(spaceId, documentId, 'documents.title_sealed');
}

function value(owner: string, object: string, field: string) {
  return { kind: 'value', owner, object, field, generation: 0 } as const;
}
