/** A part that is opened when it is first asked for. What could not be fetched is asked for again the next time. */
export class OnDemand<Part> {
  readonly #open: () => Promise<Part>;
  #asked: Promise<Part> | null = null;

  constructor(open: () => Promise<Part>) {
    this.#open = open;
  }

  get(): Promise<Part> {
    const asked = this.#asked ?? this.#open();
    this.#asked = asked;
    asked.catch(() => {
      if (this.#asked === asked) this.#asked = null;
    });
    return asked;
  }

  /** The next who asks gets another one. */
  forget(): void {
    this.#asked = null;
  }
}
