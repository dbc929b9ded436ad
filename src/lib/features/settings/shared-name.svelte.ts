import { parseName } from '$lib/domain/space/name.ts';
import { Attempt } from '$lib/session/index.ts';

export interface SharedNameOptions {
  /** Of its field in the form. */
  readonly field: string;
  /** The name as this page knows it to be stored; it changes when somebody else, or another window, saves another. */
  readonly stored: () => string;
  /** Stores a name; afterwards `stored` is that one. */
  readonly save: (name: string) => Promise<void>;
}

/** A name that both see, in a form: it follows what is stored until somebody types, and what is typed stays until it is saved. */
export class SharedName {
  readonly field: string;
  readonly attempt = new Attempt();
  readonly #options: SharedNameOptions;
  /** What is typed, and the name that it was typed over. */
  #typed = $state.raw<{ readonly text: string; readonly over: string } | null>(null);

  constructor(options: SharedNameOptions) {
    this.field = options.field;
    this.#options = options;
  }

  get text(): string {
    return this.#typed?.text ?? this.#options.stored();
  }
  set text(text: string) {
    const stored = this.#options.stored();
    this.#typed = text === stored ? null : { text, over: this.#typed?.over ?? stored };
  }

  /** What was saved somewhere else while another name was being typed here; null when nothing was. */
  get elsewhere(): string | null {
    const stored = this.#options.stored();
    if (this.#typed === null || stored === '') return null;
    return stored === this.#typed.over || stored === this.#typed.text ? null : stored;
  }

  save(): Promise<boolean> {
    return this.attempt.run(async () => {
      const sent = this.#typed;
      await this.#options.save(parseName(this.text, this.field));
      // Whoever typed on while it was being saved goes on from there.
      const typed = this.#typed;
      this.#typed =
        typed === null || typed === sent
          ? null
          : { text: typed.text, over: this.#options.stored() };
    });
  }
}
