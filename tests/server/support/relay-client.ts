import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { frameType, subprotocol, ticketPrefix } from '../../../src/lib/collab/protocol/frames.ts';
import { call, type TestPerson } from './people.ts';
import { Watchers } from './watchers.ts';

export const wsUrl = (url: string): string => `${url.replace('http', 'ws')}/collab`;

/** A ticket for a room. */
export async function ticketFor(
  url: string,
  person: Pick<TestPerson, 'token'>,
  room: string,
): Promise<string> {
  const response = await call(url, '/collab/tickets', person.token, { room });
  if (response.status !== 200) throw new Error(`no ticket: ${response.status}`);
  const { ticket } = (await response.json()) as { ticket: string };
  return ticket;
}

/** Resolves with the code that the relay closes a bare socket with. */
export function closeCodeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

export function bareSocket(url: string, room: string, ticket: string): WebSocket {
  return new WebSocket(`${wsUrl(url)}/${room}`, [subprotocol, `${ticketPrefix}${ticket}`]);
}

/** Whether everything that state vector `wanted` counts is counted by `stored`, too. */
export function covers(stored: Uint8Array, wanted: Uint8Array): boolean {
  const have = Y.decodeStateVector(stored);
  return [...Y.decodeStateVector(wanted)].every(
    ([client, clock]) => (have.get(client) ?? 0) >= clock,
  );
}

/** An unmodified y-websocket client in a room, with the relay's confirmations. */
export class RelayClient implements Disposable {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  /** Close codes so far. */
  readonly closed: number[] = [];
  /** Look when anything has changed: status, document, confirmation. */
  readonly #watchers = new Watchers();
  #stored: Uint8Array = Y.encodeStateVector(this.doc);

  private constructor(url: string, room: string, ticket: string) {
    this.provider = new WebsocketProvider(wsUrl(url), room, this.doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      protocols: [subprotocol, `${ticketPrefix}${ticket}`],
      connect: false,
    });
    this.provider.messageHandlers[frameType.stored] = (_encoder, decoder) => {
      this.#stored = decoding.readVarUint8Array(decoder);
      this.#changed();
    };
    this.provider.on('connection-close', (event) => {
      // Its ticket is spent: whoever wants to come again asks for a new one.
      this.provider.shouldConnect = false;
      if (event !== null) this.closed.push(event.code);
      this.#changed();
    });
    this.provider.on('status', () => {
      this.#changed();
    });
    this.provider.on('sync', () => {
      this.#changed();
    });
    this.provider.awareness.on('change', () => {
      this.#changed();
    });
    this.doc.on('update', () => {
      this.#changed();
    });
  }

  static async join(
    url: string,
    person: Pick<TestPerson, 'token'>,
    room: string,
  ): Promise<RelayClient> {
    const client = new RelayClient(url, room, await ticketFor(url, person, room));
    client.provider.connect();
    await client.until(() => client.provider.synced || client.closed.length > 0);
    return client;
  }

  /** Joins again with what this client has, as a page does after a lost connection. */
  async rejoin(url: string, person: Pick<TestPerson, 'token'>): Promise<void> {
    const ticket = await ticketFor(url, person, this.provider.roomname);
    this.provider.protocols = [subprotocol, `${ticketPrefix}${ticket}`];
    const before = this.closed.length;
    this.provider.connect();
    await this.until(() => this.provider.synced || this.closed.length > before);
  }

  /** The items that both write into. */
  get items(): Y.Array<string> {
    return this.doc.getArray<string>('u');
  }

  /** Whether the relay has confirmed all that this client holds. */
  get allStored(): boolean {
    return covers(this.#stored, Y.encodeStateVector(this.doc));
  }

  get stored(): Uint8Array {
    return this.#stored;
  }

  /** Resolves as soon as the condition holds; it is looked at whenever something has happened here. */
  until(condition: () => boolean): Promise<void> {
    return this.#watchers.until(condition);
  }

  [Symbol.dispose](): void {
    this.provider.destroy();
    this.doc.destroy();
  }

  #changed(): void {
    this.#watchers.look();
  }
}
