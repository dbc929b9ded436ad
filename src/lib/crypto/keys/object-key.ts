import { deriveAesKey } from './derive.ts';
import type { ObjectKey, SpaceKey } from './types.ts';

/** What a key of a space is for. */
export interface KeyedObject {
  readonly kind: 'document' | 'check_in' | 'awareness' | 'space';
  /** UUID of the document, check-in or space. */
  readonly object: string;
  /** Generation of a document; 0 where there is none. */
  readonly generation: number;
}

/**
 * The key of one object: it seals in the space key's epoch and opens those before it, too. Derive it once when the object is opened and keep it: its envelopes then cost one
 * WebCrypto call each.
 */
export async function objectKey(
  spaceKey: SpaceKey,
  { kind, object, generation }: KeyedObject,
): Promise<ObjectKey> {
  const derive = async ({ base, epoch }: SpaceKey) => ({
    key: await deriveAesKey(base, 'object', kind, object, generation),
    epoch,
  });
  const [newest, ...earlier] = await Promise.all(
    [spaceKey, ...(spaceKey.earlier ?? [])].map(derive),
  );
  return { ...newest, earlier } as unknown as ObjectKey;
}
