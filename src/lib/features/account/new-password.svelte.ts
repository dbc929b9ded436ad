import { PasswordStrength, requireStrongPassword } from './password-strength.svelte.ts';

/** Milliseconds without typing before the strength is looked at. */
const pause = 250;

/** A password that somebody chooses: what is typed, and how hard it is to guess. */
export class NewPassword {
  readonly strength = new PasswordStrength();
  readonly #personal: () => readonly string[];
  #typed = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param personal what anybody may know of this person and would try first */
  constructor(personal: () => readonly string[]) {
    this.#personal = personal;
  }

  get typed(): string {
    return this.#typed;
  }

  set typed(typed: string) {
    this.#typed = typed;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.strength.look(typed, this.#personal()), pause);
  }

  /** What is typed, once it is known to be hard to guess. @throws Failure as `requireStrongPassword` */
  async strong(): Promise<string> {
    const typed = this.#typed;
    await requireStrongPassword(typed, this.#personal());
    return typed;
  }
}
