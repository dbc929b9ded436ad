import type { Failure } from '$lib/domain/failure/failure.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** Showing a new recovery code, and asking for it again until it has really opened the account. */
export class RecoveryCodeSteps {
  typed = $state('');
  readonly #session: Session;
  readonly #attempt = new Attempt();
  #step = $state<'show' | 'ask'>('show');
  #said = $state('');

  constructor(session: Session) {
    this.#session = session;
  }

  get step(): 'show' | 'ask' {
    return this.#step;
  }

  get busy(): boolean {
    return this.#attempt.busy;
  }

  /** What happened with the copy, for a screen reader and the page. */
  get said(): string {
    return this.#said;
  }

  get failure(): Failure | null {
    return this.#attempt.failure;
  }

  ask(): void {
    this.#step = 'ask';
    this.#said = '';
  }

  back(): void {
    this.#step = 'show';
    this.#attempt.clear();
  }

  /** Opens the account with what was typed. True when it did. */
  prove(): Promise<boolean> {
    return this.#attempt.run(() => this.#session.recovery.prove(this.typed));
  }

  later(): void {
    this.#session.recovery.later();
  }

  async copy(code: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(code);
      this.#said = 'Copied. Paste it into a password manager, then copy something else.';
    } catch {
      this.#said = 'This browser did not let us copy. Select the code and copy it by hand.';
    }
  }

  download(code: string): void {
    const address = URL.createObjectURL(new Blob([recoverySheet(code)], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'recovery-code.txt';
    link.click();
    URL.revokeObjectURL(address);
    this.#said = 'Saved as recovery-code.txt. Move it to a safe place that is not this device.';
  }
}

/** The text of the file that holds the code. It names neither the app's purpose nor the person. */
export function recoverySheet(code: string): string {
  return `Recovery code\n\n${code}\n\nKeep this where only you find it.\n`;
}
