import type { CheckIn } from '$lib/domain/check-in/check-in.ts';
import { toFailure, type Failure } from '$lib/domain/failure/failure.ts';
import type { OfferedInvite } from '$lib/domain/space/invite.ts';
import type { SharedDocument } from '$lib/domain/space/shared-document.ts';
import { signalTopics, type Session } from '$lib/session/index.ts';
import { whatWaits, type Waiting } from './what-waits.ts';

interface Known {
  readonly checkIns: readonly CheckIn[];
  readonly documents: readonly SharedDocument[];
  readonly invite: OfferedInvite | null;
  readonly asksBack: boolean;
}

const lookEveryMs = 10_000;

/** What home shows. It asks again when something changed in the space, and keeps what it knew when asking fails. */
export class Home {
  readonly #session: Session;
  #known = $state.raw<Known | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #asked = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Null until it was looked up. */
  get waiting(): readonly Waiting[] | null {
    const known = this.#known;
    return known && whatWaits({ ...known, space: this.#session.openSpace });
  }

  /** What this space has been used for. */
  get begun(): { readonly documents: boolean; readonly checkIns: boolean } {
    const { documents = [], checkIns = [] } = this.#known ?? {};
    return { documents: documents.length > 0, checkIns: checkIns.length > 0 };
  }

  /** Where the invitation stands, before the partner is here. */
  get invite(): 'none' | 'out' | 'asked' {
    const invite = this.#known?.invite ?? null;
    if (invite === null) return 'none';
    return invite.joiner === null ? 'out' : 'asked';
  }

  /** Whether the partner has lost their keys and asks to be let back in. */
  get asksBack(): boolean {
    return this.#known?.asksBack ?? false;
  }

  get inviteExpiresAt(): Date | null {
    return this.#known?.invite?.expiresAt ?? null;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** Asks now and whenever something changed; the result ends that. */
  start(): () => void {
    const { signals } = this.#session;
    const again = () => void this.load();
    const stops = [signals.on(signalTopics, again)];
    // Somebody without keys cannot send a signal: whoever has lost theirs is looked for now and then.
    const looking = setInterval(() => {
      if (document.visibilityState === 'visible') void this.#lookForPartner();
    }, lookEveryMs);
    stops.push(() => clearInterval(looking));
    again();
    return () => {
      this.#asked += 1;
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const known = await this.#ask();
      if (asked !== this.#asked) return;
      this.#known = known;
      this.#failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#failure = toFailure(thrown);
    }
  }

  async #lookForPartner(): Promise<void> {
    const before = this.asksBack;
    const asksBack = await this.#asksBack().catch(() => before);
    if (asksBack === before) return;
    // Their key has changed with it. What fails here is tried again the next time.
    await this.#session.room.refresh().catch(() => undefined);
    await this.load();
  }

  async #asksBack(): Promise<boolean> {
    const { room, openSpace: space } = this.#session;
    if (space.partner === null || room.standing !== 'open') return false;
    return room.partnerAsksBack();
  }

  async #ask(): Promise<Known> {
    const { openSpace: space, checkIns, documents, room } = this.#session;
    const [knownCheckIns, knownDocuments, invite, asksBack] = await Promise.all([
      checkIns.list(),
      documents.list(),
      space.partner === null && space.status !== 'closed'
        ? room.pairing().then((pairing) => pairing.mine())
        : null,
      this.#asksBack(),
    ]);
    return { checkIns: knownCheckIns, documents: knownDocuments.inUse, invite, asksBack };
  }
}
