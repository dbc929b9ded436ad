import type { EncryptedDocument } from '../collab/provider/index.ts';
import { backoff } from './backoff.ts';
import type { Signals } from './signals.ts';

/** Keeps the signals on the awareness of the space's own document while a space is open. */
export class SignalLine {
  readonly #signals: Signals;
  #spaceId: string | null = null;
  #document: EncryptedDocument | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(signals: Signals) {
    this.#signals = signals;
  }

  /** Opens the line of a space; calling it again for the same one changes nothing. */
  open(spaceId: string, openDocument: () => Promise<EncryptedDocument>): void {
    if (this.#spaceId === spaceId) return;
    this.close();
    this.#spaceId = spaceId;
    void this.#connect(spaceId, openDocument, 0);
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#spaceId = null;
    this.#signals.detach();
    void this.#document?.close();
    this.#document = null;
  }

  async #connect(
    spaceId: string,
    openDocument: () => Promise<EncryptedDocument>,
    tries: number,
  ): Promise<void> {
    try {
      const document = await openDocument();
      if (this.#spaceId !== spaceId) {
        await document.close();
        return;
      }
      this.#document = document;
      this.#signals.attach(document.awareness);
      let wasOnline = document.status.connection === 'online';
      document.onStatus(({ connection }) => {
        const online = connection === 'online';
        // Signals that were sent while the line was down are lost, so whoever comes back asks for everything.
        if (online && !wasOnline) this.#signals.ringAll();
        wasOnline = online;
        // The relay takes nothing from here any more: the space was paused, closed or left, and every page asks which.
        if (connection === 'refused') this.#signals.ringAll();
      });
    } catch {
      // Pages work without signals, by asking when they open; so the line tries again quietly.
      if (this.#spaceId !== spaceId) return;
      const again = () => void this.#connect(spaceId, openDocument, tries + 1);
      this.#retry = setTimeout(again, backoff(tries));
    }
  }
}
