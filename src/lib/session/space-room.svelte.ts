import type { EncryptedDocument } from '../collab/provider/index.ts';
import type { Accounts } from '../data/accounts.ts';
import type { CheckIns } from '../data/check-ins.ts';
import type { Client } from '../data/client.ts';
import type { DocumentVersions } from '../data/document-versions.ts';
import type { Documents } from '../data/documents.ts';
import type { RowShelf } from '../data/row-memory.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import type { FoundSpace } from '../data/space-reader.ts';
import type { NewSpace, Spaces } from '../data/spaces.ts';
import { Failure } from '../domain/failure/failure.ts';
import type { OpenSpace, SpaceStatus } from '../domain/space/open-space.ts';
import type { KeylessSpace, Words } from '../domain/space/readmission.ts';
import type { ComingBack } from './coming-back.ts';
import type { OnlyHere } from './device/only-here.ts';
import type { Drafts } from './drafts.ts';
import type { Furnished, FurnishedSpace } from './furnished-space.svelte.ts';
import type { OpenKeys } from './keys.ts';
import { loadPart } from './load-part.ts';
import { OnDemand } from './on-demand.ts';
import type { DocumentPlace } from './open-shared-document.ts';
import type { Pairing } from './pairing.ts';
import type { Signals } from './signals.ts';

export interface SpaceRoomOptions {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly origin: string;
  readonly signals: Signals;
  /** @throws Failure `locked` */
  readonly keys: () => OpenKeys;
  readonly replacePins: (pins: OpenKeys['pins']) => void;
  /** Looks at this person's own keys again. @throws those of the network */
  readonly renewKeys: () => Promise<void>;
  /** @throws Failure `locked` */
  readonly drafts: () => Drafts;
  /** Where this device keeps rows, if it keeps any. */
  readonly rowShelf: () => RowShelf | null;
  readonly onlyHere: OnlyHere;
}

type Parts = Awaited<ReturnType<typeof openParts>>;

function openParts() {
  return loadPart(import('./space-parts.ts'));
}

/** The space of the open account, with what can be done in it. */
export class SpaceRoom {
  readonly #options: SpaceRoomOptions;
  #space = $state.raw<FurnishedSpace | null>(null);
  #keyless = $state.raw<KeylessSpace | null>(null);
  readonly #pairing = new OnDemand(() => this.#openPairing());
  readonly #comingBack = new OnDemand(() => this.#openComingBack());
  /** Counts what was forgotten, so that an answer that comes after a lock is not taken in. */
  #visit = 0;

  constructor(options: SpaceRoomOptions) {
    this.#options = options;
  }

  /** Undefined until it was looked up; null when this person has none. */
  get space(): OpenSpace | null | undefined {
    const now = this.#space?.now;
    return now && now.space;
  }

  /** The space to which this person has no key any more, if that is so. `space` is null then. */
  get keyless(): KeylessSpace | null {
    return this.#keyless;
  }

  /** Whether the space takes new writing. It is looked up again when the relay stops taking it, and while a pause lasts. */
  get standing(): SpaceStatus {
    return this.#space?.standing ?? 'open';
  }

  /** `changed`: the server shows another key for the partner than the one that was confirmed when pairing. */
  get partnerKey(): OpenedSpace['partnerKey'] {
    return this.#space?.now?.partnerKey ?? 'alone';
  }

  /** @throws Failure `locked` while no space is open */
  get documents(): Documents {
    return this.#opened.documents;
  }

  /** Versions of documents. @throws Failure `locked` while no space is open */
  get versions(): DocumentVersions {
    return this.#opened.versions;
  }

  /** @throws Failure `locked` while no space is open */
  get checkIns(): CheckIns {
    return this.#opened.checkIns;
  }

  /** Reads the space again. @throws those of the network, `space_rolled_back` */
  async refresh(): Promise<void> {
    const visit = this.#visit;
    const parts = await openParts();
    if (visit !== this.#visit) return;
    const space = this.#furnished(parts);
    const { opened, keyless } = await space.checked(() => this.#find());
    if (visit !== this.#visit) return;
    this.#keyless = keyless;
    space.take(opened);
  }

  /** Leaves a space to which this person has no key any more. */
  async leaveLost(): Promise<void> {
    if (this.#keyless === null) return;
    await (await this.#spaces()).leave({ space: this.#keyless });
    await this.refresh();
  }

  /** Makes a space. Sent twice with the same id it is made once. @throws Failure `already_in_a_space` */
  async make(space: NewSpace): Promise<void> {
    const visit = this.#visit;
    const opened = await (await this.#spaces()).create(space);
    const parts = await openParts();
    if (visit === this.#visit) this.#furnished(parts).take(opened);
  }

  /** Gives the space another name. */
  async rename(name: string): Promise<void> {
    await (await this.#spaces()).rename(this.#opened, name);
    await this.#changed();
  }

  /** Pauses it until a moment, or moves the end of one's own pause. @throws Failure `date_invalid`, `pause_of_partner` */
  async pause(until: Date): Promise<void> {
    await (await this.#spaces()).pause(this.#opened, until);
    await this.#changed();
  }

  /** Ends one's own pause before its time. @throws Failure `pause_of_partner` */
  async resume(): Promise<void> {
    await (await this.#spaces()).resume(this.#opened);
    await this.#changed();
  }

  /** Leaves it for good. The relay cuts the open pages of both off within two seconds. */
  async leave(): Promise<void> {
    await (await this.#spaces()).leave(this.#opened);
    await this.#changed();
  }

  /** Changes the name that the partner sees. */
  async renameMe(name: string): Promise<void> {
    await (await this.#spaces()).renameMe(this.#opened, name);
    await this.#changed();
  }

  /** Both sides of pairing. Loads what only pairing needs. */
  pairing(): Promise<Pairing> {
    return this.#pairing.get();
  }

  /** Both sides of coming back after keys were lost. Loads what only that needs. */
  comingBack(): Promise<ComingBack> {
    return this.#comingBack.get();
  }

  /** Whether the partner has lost their keys and asks to be let back in. Costs one small question. */
  async partnerAsksBack(): Promise<boolean> {
    return (await this.#spaces()).partnerAsksBack(this.#opened.space.id);
  }

  /**
   * The four words of the pair, from the two keys that are pinned; null while there is no partner.
   * @throws Failure `partner_key_changed` while the server shows another key of the partner
   */
  async pairWords(): Promise<Words | null> {
    const { wordsOfPair } = await loadPart(import('./open-coming-back.ts'));
    return wordsOfPair(this.#opened, this.#options.keys());
  }

  async #openComingBack(): Promise<ComingBack> {
    const { openComingBack } = await loadPart(import('./open-coming-back.ts'));
    const { client, keys, drafts } = this.#options;
    return openComingBack({
      client,
      keys: keys(),
      drafts,
      spaceId: () => this.#keyless?.id ?? this.#opened.space.id,
      opened: () => this.#opened,
      arrived: (pins) => this.#arrived(pins),
    });
  }

  async #openPairing(): Promise<Pairing> {
    const [{ createInvites }, { Pairing }] = await loadPart(
      Promise.all([
        import('../data/invites.ts'),
        import('./pairing.ts'),
        // What letting in needs is there before somebody presses the button.
        import('../crypto/invites/index.ts').then((invites) => invites.prepareDelivery()),
      ]),
    );
    const { client, keys } = this.#options;
    const { account, shared, identity } = keys();
    return new Pairing({
      invites: createInvites(client, { me: account.id, shared, identity }),
      opened: () => this.#opened,
      arrived: (pins) => this.#arrived(pins),
    });
  }

  /** Opens a shared document; whoever opens it closes it. */
  async openDocument(place: DocumentPlace): Promise<EncryptedDocument> {
    const { accounts, origin, keys, onlyHere } = this.#options;
    const { key, documents } = this.#opened;
    const { openSharedDocument } = await loadPart(import('./open-shared-document.ts'));
    return openSharedDocument(place, {
      origin,
      accounts,
      newestEpoch: () => this.#space?.now?.key.epoch ?? key.epoch,
      spaceKey: (epoch) => this.#required.spaceKey(epoch),
      authorId: keys().userId,
      documents,
      onlyHere,
      // Whoever asks for the space next learns whether it is so.
      onSignedOut: () => this.#options.signals.ringAll(),
    });
  }

  /** For the session: forgets the space with the keys. */
  forget(): void {
    this.#visit += 1;
    this.#keyless = null;
    this.#pairing.forget();
    this.#comingBack.forget();
    this.#space?.forget();
    this.#space = null;
  }

  get #required(): FurnishedSpace {
    if (this.#space === null) throw new Failure('locked');
    return this.#space;
  }

  /** @throws Failure `locked` while no space is open */
  get #opened(): Furnished {
    return this.#required.opened;
  }

  #furnished({ FurnishedSpace: Space }: Parts): FurnishedSpace {
    this.#space ??= new Space({
      ...this.#options,
      refresh: () => this.refresh(),
      openDocument: (place) => this.openDocument(place),
    });
    return this.#space;
  }

  /** Takes in the key of a partner that was confirmed just now; what the device keeps shall know it as well. */
  async #arrived(pins: OpenKeys['pins']): Promise<void> {
    const { replacePins, renewKeys } = this.#options;
    replacePins(pins);
    await Promise.all([this.#changed(), renewKeys().catch(() => undefined)]);
  }

  async #changed(): Promise<void> {
    // Before the line goes, which it does with a space that is paused or closed.
    this.#options.signals.send('space');
    await this.refresh();
    this.#options.signals.send('space');
  }

  /** The partner's key may have been confirmed on another page or device: this person's own pins say so, once they are looked at again. */
  async #find(): Promise<FoundSpace> {
    const { keys, renewKeys } = this.#options;
    const spaces = await this.#spaces();
    const found = await spaces.find();
    if (found.opened?.partnerKey !== 'changed') return found;
    const known = JSON.stringify(keys().pins);
    await renewKeys().catch(() => undefined);
    return JSON.stringify(keys().pins) === known ? found : spaces.find();
  }

  async #spaces(): Promise<Spaces> {
    const { createSpaces } = await openParts();
    const { client, keys } = this.#options;
    const { account, shared } = keys();
    return createSpaces(client, { userId: account.id, shared, pins: () => keys().pins });
  }
}
