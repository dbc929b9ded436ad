import type { Pins } from '../crypto/keys/index.ts';
import type { Invites } from '../data/invites.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import type { OfferedInvite, SeenInvite } from '../domain/space/invite.ts';

export interface PairingOptions {
  readonly invites: Invites;
  /** @throws Failure `locked` */
  readonly opened: () => OpenedSpace;
  /** Takes in the pinned key of the new partner and reads the space again. */
  readonly arrived: (pins: Pins) => Promise<void>;
}

export interface JoinRequest {
  readonly fragment: string;
  /** The words that both screens show. */
  readonly words: readonly string[];
}

/** Bringing the second partner into a space, from both sides, bound to whoever is signed in. */
export class Pairing {
  readonly #options: PairingOptions;

  constructor(options: PairingOptions) {
    this.#options = options;
  }

  /** The invitation that is out for this space, with whoever asks; null when there is none. */
  mine(): Promise<OfferedInvite | null> {
    const { invites, opened } = this.#options;
    return invites.mine(opened().space.id);
  }

  /** Puts an invitation out, or returns the one that is. @throws Failure `space_full`, `too_many_invites`, `space_closed` */
  offer(): Promise<OfferedInvite> {
    const { invites, opened } = this.#options;
    return invites.offer(opened());
  }

  /** Takes an invitation back. @throws Failure `invite_used` when somebody was let in with it meanwhile */
  revoke(inviteId: string): Promise<void> {
    return this.#options.invites.revoke(inviteId);
  }

  /** Lets the person in whose words were compared. @throws Failure `changed_elsewhere` when somebody else asks by now, `invite_expired`, `invite_revoked` */
  async admit(offered: OfferedInvite): Promise<void> {
    const { invites, opened, arrived } = this.#options;
    await arrived(await invites.admit(offered, opened()));
  }

  /** What a link leads to. @throws Failure for each kind of link that does not work */
  look(fragment: string): Promise<SeenInvite> {
    return this.#options.invites.look(fragment);
  }

  /** Asks to be let in. @throws Failure as `look` */
  async request(fragment: string, name: string): Promise<JoinRequest> {
    const { words } = await this.#options.invites.request(fragment, name);
    return { fragment, words };
  }

  /** The request of this person that still waits, on whichever device it was made. */
  pending(): Promise<JoinRequest | null> {
    return this.#options.invites.pending();
  }

  /** True once this person was let in and holds the key of the space. @throws Failure as `look`, `invite_forged`, `partner_key_changed` */
  async receive(fragment: string): Promise<boolean> {
    const received = await this.#options.invites.receive(fragment);
    if (received.state === 'waiting') return false;
    await this.#options.arrived(received.pins);
    return true;
  }
}
