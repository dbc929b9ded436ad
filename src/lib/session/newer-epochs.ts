export interface NewerEpochsOptions {
  /** Whether this page has the key of an epoch. */
  readonly knows: (epoch: number) => boolean;
  /** Reads the space and its keys again. @throws those of the network */
  readonly look: () => Promise<void>;
}

/**
 * Fetches the keys of a space when something is met that a newer epoch sealed than this page has heard of. However many ask, it is looked
 * once for each epoch: one that is not there then comes with a later look at the space, or not at all.
 */
export class NewerEpochs {
  readonly #options: NewerEpochsOptions;
  #asked = new Set<number>();
  readonly #missed = new Set<number>();
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(options: NewerEpochsOptions) {
    this.#options = options;
  }

  /** Resolves when it has been looked for. @throws those of the network */
  async look(epoch: number): Promise<void> {
    if (this.#missed.has(epoch) || this.#options.knows(epoch)) return;
    this.#asked.add(epoch);
    // A look that is under way may have read the space before the epoch began.
    this.#next ??= this.#looking.catch(() => undefined).then(() => this.#look());
    await this.#next;
  }

  async #look(): Promise<void> {
    const asked = this.#asked;
    this.#asked = new Set();
    this.#looking = this.#next ?? Promise.resolve();
    this.#next = null;
    const unknown = () => [...asked].filter((epoch) => !this.#options.knows(epoch));
    if (unknown().length === 0) return;
    await this.#options.look();
    for (const epoch of unknown()) this.#missed.add(epoch);
  }
}
