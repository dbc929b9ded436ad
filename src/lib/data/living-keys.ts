import {
  envelopeFromText,
  objectKey,
  readHeader,
  type KeyedObject,
  type ObjectKey,
  type SpaceKey,
} from '../crypto/index.ts';
import { toFailure } from '../domain/failure/failure.ts';

/** The keys of an open space as they are known at the moment: somebody may begin a new epoch while a page is open. */
export interface SpaceKeys {
  /** The newest, with those before it. */
  readonly newest: () => SpaceKey;
  /** Something of a newer epoch was met: looks whether this person has its key. @throws those of the network */
  readonly look: (epoch: number) => Promise<void>;
}

/** Keys of a space that stay as they are. */
export function fixedKeys(key: SpaceKey): SpaceKeys {
  return { newest: () => key, look: () => Promise.resolve() };
}

/** The key of one object of a space; it follows the space key. */
export class LivingKey {
  readonly #keys: SpaceKeys;
  readonly #object: KeyedObject;
  #derived: { readonly from: SpaceKey; readonly key: Promise<ObjectKey> } | null = null;

  constructor(keys: SpaceKeys, object: KeyedObject) {
    this.#keys = keys;
    this.#object = object;
  }

  /** For sealing. */
  now(): Promise<ObjectKey> {
    const from = this.#keys.newest();
    if (this.#derived?.from !== from) {
      this.#derived = { from, key: objectKey(from, this.#object) };
    }
    return this.#derived.key;
  }

  /**
   * Opens an envelope. One that a newer epoch sealed than is known here makes its key be looked for, and is tried once more.
   * @throws what `opening` throws, and those of the network
   */
  async open<Content>(
    envelope: string,
    opening: (key: ObjectKey, envelope: string) => Promise<Content>,
  ): Promise<Content> {
    const key = await this.now();
    try {
      return await opening(key, envelope);
    } catch (thrown) {
      if (toFailure(thrown).code !== 'envelope_wrong_epoch') throw thrown;
      const { epoch } = readHeader(envelopeFromText(envelope));
      if (epoch <= key.epoch) throw thrown;
      await this.#keys.look(epoch);
      const renewed = await this.now();
      if (renewed === key) throw thrown;
      return opening(renewed, envelope);
    }
  }
}
