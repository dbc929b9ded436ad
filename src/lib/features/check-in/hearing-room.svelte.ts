import type { Slot } from '../../domain/check-in/check-in.ts';
import type { Hearing } from '../../domain/check-in/hearing.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';
import {
  hearingDocument,
  type AnswerName,
  type HearingDocument,
} from '../../collab/documents/check-in/hearing-document.ts';
import { wallClock } from '../../session/wall-clock.ts';
import type { DocumentStatus, EncryptedDocument } from '../../collab/provider/index.ts';

export interface HearingRoomOptions {
  readonly me: Slot;
  readonly open: () => Promise<EncryptedDocument>;
  readonly now?: () => Date;
}

/** The check-in's encrypted document while both work through what they heard: live for both, also after hours without a connection. */
export class HearingRoom {
  readonly #options: HearingRoomOptions;
  #document = $state.raw<HearingDocument | null>(null);
  #status = $state.raw<DocumentStatus | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #ready = $state(false);
  #changes = $state(0);
  #encrypted: EncryptedDocument | null = null;

  constructor(options: HearingRoomOptions) {
    this.#options = options;
  }

  /** Whether what was said before is there, from this device or from the server. */
  get ready(): boolean {
    return this.#ready;
  }
  get status(): DocumentStatus | null {
    return this.#status;
  }
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Opens the document. Returns the way to close it. */
  enter(): () => void {
    let left = false;
    const offs: (() => void)[] = [];
    void this.#open(() => left, offs);
    return () => {
      left = true;
      for (const off of offs) off();
      const encrypted = this.#encrypted;
      this.#encrypted = null;
      void encrypted?.flush().finally(() => encrypted.close());
    };
  }

  /** Where one answer stands; null until the document is there. */
  of(answer: AnswerName): Hearing | null {
    // Read so that whatever shows this is shown again after every change.
    void this.#changes;
    return this.#ready && this.#document !== null ? this.#document.hearing(answer) : null;
  }

  mirror(answer: AnswerName, said: { id: string; of: string; text: string }): void {
    this.#require().mirror(answer, { ...said, at: this.#now() });
  }
  confirm(answer: AnswerName, of: string): void {
    this.#require().confirm(answer, { id: crypto.randomUUID(), of, at: this.#now() });
  }
  retell(answer: AnswerName, said: { id: string; text: string }): void {
    this.#require().retell(answer, { ...said, at: this.#now() });
  }

  /** Sends what is still under way, for instance before closing the check-in. */
  async flush(): Promise<void> {
    await this.#encrypted?.flush();
  }

  async #open(left: () => boolean, offs: (() => void)[]): Promise<void> {
    try {
      const encrypted = await this.#options.open();
      if (left()) {
        await encrypted.close();
        return;
      }
      this.#encrypted = encrypted;
      const document = hearingDocument(encrypted.inner, this.#options.me);
      offs.push(document.onChange(() => this.#changes++));
      offs.push(encrypted.onStatus(() => (this.#status = encrypted.status)));
      this.#status = encrypted.status;
      this.#document = document;
      await Promise.race([encrypted.whenSynced, this.#localWords(encrypted)]);
      if (left()) return;
      this.#ready = true;
      this.#changes++;
    } catch (thrown) {
      if (!left()) this.#failure = toFailure(thrown);
    }
  }

  /** Resolves when this device has earlier words; an empty cache waits for the server, so that nothing looks unsaid that was said. */
  async #localWords(encrypted: EncryptedDocument): Promise<void> {
    await encrypted.whenLoaded;
    if (encrypted.inner.getArray('hearing').length === 0) await encrypted.whenSynced;
  }

  #require(): HearingDocument {
    if (this.#document === null) throw new Failure('unexpected');
    return this.#document;
  }

  #now(): Date {
    return (this.#options.now ?? wallClock)();
  }
}
