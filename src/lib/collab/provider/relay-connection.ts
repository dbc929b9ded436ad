import * as decoding from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { toFailure } from '../../domain/failure/failure.ts';
import { frameType, subprotocol, ticketPrefix } from '../protocol/frames.ts';
import type { Clock } from './clock.ts';
import { afterClose } from './reconnect-delay.ts';
import type { Connection, Refusal } from './types.ts';

interface RelayConnectionOptions {
  readonly url: string;
  readonly room: string;
  readonly outer: Y.Doc;
  readonly awareness: Awareness;
  readonly ticket: (room: string) => Promise<string>;
  readonly clock: Clock;
  /** 0 ≤ number < 1 */
  readonly random: () => number;
  readonly WebSocketImpl?: typeof WebSocket;
  readonly onChange: () => void;
  /** The document is in another generation. Nothing is tried until `connectLater`. */
  readonly onMoved: () => void;
  readonly onSynced: (synced: boolean) => void;
  readonly onStored: (stateVector: Uint8Array) => void;
}

/**
 * y-websocket with our own reconnecting: each connection needs a fresh ticket, so the provider itself never connects again. It is told to
 * after a ticket has come, and a close is answered by its code.
 */
export class RelayConnection {
  readonly #options: RelayConnectionOptions;
  readonly #provider: WebsocketProvider;
  #state: Connection = 'connecting';
  #refusal: Refusal | null = null;
  #failures = 0;
  #attempt = 0;
  #asking = false;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: RelayConnectionOptions) {
    this.#options = options;
    this.#provider = new WebsocketProvider(options.url, options.room, options.outer, {
      connect: false,
      disableBc: true,
      awareness: options.awareness,
      ...(options.WebSocketImpl ? { WebSocketPolyfill: options.WebSocketImpl } : {}),
    });
    this.#provider.messageHandlers[frameType.stored] = (_encoder, decoder) => {
      options.onStored(decoding.readVarUint8Array(decoder));
    };
    this.#provider.on('connection-close', (event) => {
      // Before the provider's own reconnecting, which would offer a spent ticket.
      this.#provider.shouldConnect = false;
      if (!this.#closed) this.#lost(event?.code ?? null);
    });
    this.#provider.on('sync', (synced) => {
      if (synced) {
        this.#failures = 0;
        this.#become('online');
      }
      options.onSynced(synced);
    });
  }

  get state(): Connection {
    return this.#state;
  }

  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** Connects now, without waiting for the next attempt; does nothing while connected or refused. */
  connect(): void {
    const idle = this.#provider.ws === null && !this.#asking;
    if (this.#closed || this.#state === 'refused' || !idle) return;
    this.#cancel?.();
    this.#cancel = null;
    void this.#connect();
  }

  /** Connects after the wait that follows a failed attempt: the relay has sent us away for nothing. */
  connectLater(): void {
    if (this.#closed || this.#state === 'refused' || this.#state === 'online') return;
    this.#lost(null);
  }

  /** Stops for good: this person may not write here. */
  refuse(): void {
    if (this.#closed || this.#state === 'refused') return;
    this.disconnect();
    this.#cancel?.();
    this.#cancel = null;
    this.#refuse('not_yours');
  }

  /** There is no network: ends the connection and counts it as lost. */
  disconnect(): void {
    if (this.#closed || this.#state === 'refused') return;
    const connected = this.#provider.ws !== null;
    if (!connected && !this.#asking) return;
    this.#attempt += 1;
    this.#asking = false;
    if (connected) this.#provider.disconnect();
    else this.#lost(null);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#attempt += 1;
    this.#cancel?.();
    this.#cancel = null;
    this.#provider.destroy();
  }

  async #connect(): Promise<void> {
    // Whoever has been told that there is no connection is told next when there is one, not at every try in between.
    if (this.#state !== 'offline') this.#become('connecting');
    const attempt = (this.#attempt += 1);
    this.#asking = true;
    let ticket: string;
    try {
      ticket = await this.#options.ticket(this.#options.room);
    } catch (thrown) {
      if (attempt === this.#attempt) this.#noTicket(thrown);
      return;
    }
    if (attempt !== this.#attempt) return;
    this.#asking = false;
    this.#provider.protocols = [subprotocol, `${ticketPrefix}${ticket}`];
    this.#provider.connect();
  }

  #noTicket(thrown: unknown): void {
    this.#asking = false;
    const failure = toFailure(thrown);
    if (failure.code === 'not_allowed' || failure.code === 'not_found') {
      this.#refuse('not_yours');
      return;
    }
    this.#lost(null, (failure.retryAfterSeconds ?? 0) * 1000);
  }

  /** @param least milliseconds to wait at least */
  #lost(code: number | null, least = 0): void {
    this.#failures += 1;
    const next = afterClose(code, this.#failures, this.#options.random());
    if ('stop' in next) {
      this.#refuse(next.stop);
      return;
    }
    if ('moved' in next) {
      this.#become('connecting');
      this.#options.onMoved();
      return;
    }
    this.#become('offline');
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(Math.max(least, next.wait), () => {
      this.#cancel = null;
      void this.#connect();
    });
  }

  #refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#become('refused');
  }

  #become(state: Connection): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onChange();
  }
}
