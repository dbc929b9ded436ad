import type { EncryptedDocument } from '../collab/provider/index.ts';
import type { SpaceKey } from '../crypto/keys/index.ts';
import { createCheckIns, type CheckIns } from '../data/check-ins.ts';
import type { Client } from '../data/client.ts';
import { createDocumentVersions, type DocumentVersions } from '../data/document-versions.ts';
import { createDocuments, type Documents } from '../data/documents.ts';
import type { SpaceKeys } from '../data/living-keys.ts';
import type { RowShelf } from '../data/row-memory.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import type { FoundSpace } from '../data/space-reader.ts';
import { Failure } from '../domain/failure/failure.ts';
import type { SpaceStatus } from '../domain/space/open-space.ts';
import { standingOf } from '../domain/space/standing.ts';
import type { Drafts } from './drafts.ts';
import { EpochMemory } from './epoch-memory.ts';
import type { OpenKeys } from './keys.ts';
import { NewerEpochs } from './newer-epochs.ts';
import type { DocumentPlace } from './open-shared-document.ts';
import { SignalLine } from './signal-line.ts';
import type { Signals } from './signals.ts';
import { wallClock } from './wall-clock.ts';

export interface FurnishedSpaceOptions {
  readonly client: Client;
  readonly signals: Signals;
  /** @throws Failure `locked` */
  readonly keys: () => OpenKeys;
  /** Reads the space and its keys again. @throws those of the network */
  readonly refresh: () => Promise<void>;
  readonly openDocument: (place: DocumentPlace) => Promise<EncryptedDocument>;
  /** @throws Failure `locked` */
  readonly drafts: () => Drafts;
  /** Where this device keeps rows, if it keeps any. */
  readonly rowShelf: () => RowShelf | null;
}

export interface Furnished extends OpenedSpace {
  readonly documents: Documents;
  readonly versions: DocumentVersions;
  readonly checkIns: CheckIns;
}

const askPausedEveryMs = 30_000;

/**
 * The space that is open: its key, its repositories, and the line on which the two partners' pages tell each other of changes. It brings the
 * repositories along, so load this file only once somebody has opened their keys.
 */
export class FurnishedSpace {
  readonly #options: FurnishedSpaceOptions;
  readonly #line: SignalLine;
  readonly #newerEpochs: NewerEpochs;
  readonly #seenEpochs: EpochMemory;
  #furnished = $state.raw<Furnished | null | undefined>(undefined);
  #lookAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FurnishedSpaceOptions) {
    this.#options = options;
    this.#line = new SignalLine(options.signals);
    this.#seenEpochs = new EpochMemory(options.drafts);
    this.#newerEpochs = new NewerEpochs({
      knows: (epoch) => this.#heldKey(epoch) !== undefined,
      look: options.refresh,
    });
  }

  /** Undefined until it was looked up; null when there is none. */
  get now(): Furnished | null | undefined {
    return this.#furnished;
  }

  /** @throws Failure `locked` while no space is open */
  get opened(): Furnished {
    if (!this.#furnished) throw new Failure('locked');
    return this.#furnished;
  }

  /** Whether the space takes new writing. */
  get standing(): SpaceStatus {
    return this.#furnished ? standingOf(this.#furnished.space, wallClock()) : 'open';
  }

  /** The space key of an epoch; one that this page has not heard of is asked for. @throws Failure `envelope_wrong_epoch` */
  async spaceKey(epoch: number): Promise<SpaceKey> {
    if (epoch > this.opened.key.epoch) await this.#newerEpochs.look(epoch);
    const found = this.#heldKey(epoch);
    if (found === undefined) throw new Failure('envelope_wrong_epoch');
    return found;
  }

  /** Finds the space and remembers its epoch on this device. @throws Failure `space_rolled_back` when it has seen a newer one */
  checked(find: () => Promise<FoundSpace>): Promise<FoundSpace> {
    return this.#seenEpochs.checked(find);
  }

  /** Takes in what was read of the space. */
  take(opened: OpenedSpace | null): void {
    if (opened === null) {
      this.#furnished = null;
      this.#closeLine();
      return;
    }
    const before = this.#furnished;
    if (before?.space.id === opened.space.id) {
      // What derives from the key is kept as long as it opens the same.
      const key = isSameKey(before.key, opened.key) ? before.key : opened.key;
      this.#furnished = { ...before, ...opened, key };
      // What was shown as closed may open now.
      if (key !== before.key) this.#options.signals.ringAll();
    } else this.#furnished = this.#furnish(opened);
    this.#openLine(opened.space.id);
  }

  forget(): void {
    this.#furnished = undefined;
    this.#closeLine();
  }

  #furnish(opened: OpenedSpace): Furnished {
    const { client, keys, rowShelf } = this.#options;
    const { account, shared } = keys();
    const living: SpaceKeys = {
      newest: () => this.opened.key,
      look: (epoch) => this.#newerEpochs.look(epoch),
    };
    return {
      ...opened,
      documents: createDocuments(client, opened, { keys: living, rowShelf }),
      versions: createDocumentVersions(client, opened, living),
      checkIns: createCheckIns(client, opened, { userId: account.id, shared }, living),
    };
  }

  #heldKey(epoch: number): SpaceKey | undefined {
    const { key } = this.opened;
    return [key, ...(key.earlier ?? [])].find((one) => one.epoch === epoch);
  }

  #openLine(spaceId: string): void {
    const { signals, openDocument } = this.#options;
    if (this.standing === 'open') {
      this.#line.open(spaceId, async () => openDocument(await this.opened.documents.ofSpace()));
      return;
    }
    this.#closeLine();
    // Without the line nobody tells that a pause has ended.
    if (this.standing === 'paused') {
      this.#lookAgain = setTimeout(() => signals.ringAll(), askPausedEveryMs);
    }
  }

  #closeLine(): void {
    clearTimeout(this.#lookAgain);
    this.#line.close();
  }
}

/** Whether two states of a space key open the same epochs. */
function isSameKey(a: SpaceKey, b: SpaceKey): boolean {
  const epochs = ({ epoch, earlier = [] }: SpaceKey) => [epoch, ...earlier.map((one) => one.epoch)];
  return epochs(a).join() === epochs(b).join();
}
