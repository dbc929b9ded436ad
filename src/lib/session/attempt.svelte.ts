import { toFailure, type Failure } from '../domain/failure/failure.ts';

/** One thing that a person asks for and that may fail: not twice at once, and with the failure kept to show. */
export class Attempt {
  #busy = $state(false);
  #failure = $state.raw<Failure | null>(null);

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** The failure, when it belongs beside this field of the form. */
  failureOf(field: string): Failure | null {
    return this.#failure?.field === field ? this.#failure : null;
  }

  /** The failure, when it belongs to none of these fields. */
  failureBeside(...fields: readonly string[]): Failure | null {
    const field = this.#failure?.field;
    return field !== undefined && fields.includes(field) ? null : this.#failure;
  }

  /** Runs `work` unless an earlier run is still under way; true when it went well. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      return await this.alongside(work);
    } finally {
      this.#busy = false;
    }
  }

  /** The same beside whatever else is under way, for what may be asked again meanwhile. */
  async alongside(work: () => Promise<void>): Promise<boolean> {
    this.#failure = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.#failure = toFailure(thrown);
      return false;
    }
  }

  /** Says why it is not even tried. */
  refuse(failure: Failure): void {
    this.#failure = failure;
  }

  clear(): void {
    this.#failure = null;
  }
}
