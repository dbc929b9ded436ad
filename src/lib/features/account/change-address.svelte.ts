import { parseEmail } from '$lib/domain/account/email.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** What moving to another address needs of the session. */
export interface AddressDoors {
  readonly account: Session['account'];
  readonly addresses: Pick<Session['addresses'], 'askFor' | 'look'>;
}

/** `moved`: the link was followed meanwhile, here or on another device. */
export type AddressView = 'ask' | 'sent' | 'moved';

/** The form that asks for a mail to another address. What is typed in it stays until it has worked. */
export class ChangeAddress {
  password = $state('');
  email = $state('');
  readonly attempt = new Attempt();
  readonly #doors: AddressDoors;
  #view = $state<AddressView>('ask');
  #sentTo = $state('');
  #delivery = $state.raw<'mail' | 'console'>('mail');

  constructor(doors: AddressDoors) {
    this.#doors = doors;
  }

  get view(): AddressView {
    return this.#view;
  }

  get sentTo(): string {
    return this.#sentTo;
  }

  get delivery(): 'mail' | 'console' {
    return this.#delivery;
  }

  /** True when a mail has been asked for. */
  ask(): Promise<boolean> {
    return this.attempt.run(async () => {
      const email = parseEmail(this.email);
      this.#delivery = await this.#doors.addresses.askFor(this.password, email);
      this.#sentTo = email;
      this.password = '';
      this.#view = 'sent';
    });
  }

  /** Looks whether the link was followed elsewhere; called when the page is looked at again. Not finding out is no failure. */
  async look(): Promise<void> {
    if (this.#view !== 'sent') return;
    const account = await this.#doors.addresses.look().catch(() => null);
    if (account?.email === this.#sentTo) this.#view = 'moved';
  }

  askAgain(): void {
    this.#view = 'ask';
  }
}
