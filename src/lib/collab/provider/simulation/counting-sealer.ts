import type { SealedKind, Sealer } from '../sealer.ts';

/** A real sealer that knows how many of its calls are under way, so that a simulation can wait for the cryptography and nothing else. */
export class CountingSealer implements Sealer {
  readonly #sealer: Sealer;
  #underWay = 0;
  /** Called when something is about to be sealed: the moment at which a test lets something else happen. */
  beforeSeal: (kind: SealedKind) => void = () => undefined;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  readonly seal: Sealer['seal'] = (kind, content) => {
    this.beforeSeal(kind);
    return this.#count(this.#sealer.seal(kind, content));
  };

  readonly open: Sealer['open'] = (kind, envelope) =>
    this.#count(this.#sealer.open(kind, envelope));

  /** Resolves when no call is under way and what followed from them has run. */
  readonly settle = async (): Promise<void> => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.#underWay > 0);
  };

  #count<T>(call: Promise<T>): Promise<T> {
    this.#underWay += 1;
    return call.finally(() => {
      this.#underWay -= 1;
    });
  }
}
