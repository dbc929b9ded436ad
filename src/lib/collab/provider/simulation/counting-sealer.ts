import type { Opener, SealedKind, Sealer } from '../sealer.ts';

/**
 * A real sealer that knows how many of its calls are under way, so that a simulation can wait for the cryptography and nothing else. What
 * was opened once is remembered: several devices open the same envelopes, and with the same outcome.
 */
export class CountingSealer implements Sealer {
  readonly #sealer: Sealer;
  readonly #work: Work;
  readonly #opener: Opener;
  /** Called when something is about to be sealed: the moment at which a test lets something else happen. */
  beforeSeal: (kind: SealedKind) => void = () => undefined;

  constructor(sealer: Sealer, work = new Work()) {
    this.#sealer = sealer;
    this.#work = work;
    this.#opener = rememberingOpener(sealer, work);
  }

  readonly seal: Sealer['seal'] = (kind, content) => {
    this.beforeSeal(kind);
    return this.#work.count(this.#sealer.seal(kind, content));
  };

  readonly open: Sealer['open'] = (kind, envelope) => this.#opener.open(kind, envelope);

  get settle(): () => Promise<void> {
    return this.#work.settle;
  }
}

/** Cryptography that is under way. */
export class Work {
  #underWay = 0;

  count<T>(call: Promise<T>): Promise<T> {
    this.#underWay += 1;
    return call.finally(() => {
      this.#underWay -= 1;
    });
  }

  /** Resolves when no call is under way and what followed from them has run. */
  readonly settle = async (): Promise<void> => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.#underWay > 0);
  };
}

/** Opens each envelope once. */
export function rememberingOpener(opener: Opener, work: Work): Opener {
  const opened = new Map<string, Promise<Uint8Array>>();
  return {
    open(kind, envelope) {
      const name = `${kind} ${Buffer.from(envelope).toString('latin1')}`;
      const known = opened.get(name) ?? work.count(opener.open(kind, envelope));
      opened.set(name, known);
      return known;
    },
  };
}
