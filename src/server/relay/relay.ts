import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { closeCode, limits, subprotocol, ticketPrefix } from '../../lib/collab/protocol/frames.ts';
import { parseRoomName, type Room as RoomId } from '../../lib/collab/protocol/rooms.ts';
import type { Backend } from '../backend/backend.ts';
import type { Log } from '../log/log.ts';
import { standingsOf } from './admission.ts';
import { ApiError, connectApi } from './api.ts';
import { documentRows } from './document-rows.ts';
import { recheckMembership, type Seated } from './membership.ts';
import type { Person } from './person.ts';
import { repeat } from './repeat.ts';
import { Rooms } from './rooms.ts';
import { takeSeat } from './socket-seat.ts';
import { answerTicketRequest } from './ticket-request.ts';
import { openTicketOffice } from './tickets.ts';

const roomsPath = '/collab/';
/** Membership is asked for again this often, so that an ex-partner is cut off within two seconds; so is what other relays stored. */
const recheckMs = 1_000;
const heartbeatMs = 20_000;
/** A couple with a few tabs and devices each stays far below. */
const socketsPerPerson = 32;
const drainMs = 5_000;

export interface RelayOptions {
  readonly backend: Backend;
  readonly publishableKey: string;
  /** Whether other relays may write to the same store. */
  readonly shared: boolean;
  readonly log: Log;
  readonly maxWaitingBytes?: number;
  readonly maxWaitingMs?: number;
}

/** Relays and stores the encrypted documents: an endpoint for y-websocket, and the tickets that open it. */
export interface Relay {
  /** Answers `POST /collab/tickets`. */
  ticket(request: Request): Promise<Response>;
  /** Takes over a connection that asks for `/collab/<room>`; false when it asks for something else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Stores what is waiting and sends everybody away to come again. */
  close(): Promise<void>;
}

function offered(request: IncomingMessage): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

export function openRelay(options: RelayOptions): Relay {
  const { backend, publishableKey, shared, log } = options;
  const api = connectApi(backend, publishableKey);
  const tickets = openTicketOffice();
  const rooms = new Rooms({
    rows: documentRows(api),
    maxWaitingBytes: options.maxWaitingBytes ?? 16 * 1024 * 1024,
    maxWaitingMs: options.maxWaitingMs ?? 60_000,
    log,
  });
  const server = new WebSocketServer({
    noServer: true,
    // A little over the limit still arrives, so that it can be answered with the code that says so.
    maxPayload: 2 * limits.frameBytes,
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
  });
  const alive = new WeakSet<WebSocket>();
  const socketsOf = new Map<string, number>();
  let closing = false;

  function* seated(): Generator<Seated> {
    for (const { id, room } of rooms) for (const seat of room.seats) yield { id, seat };
  }

  function count(person: Person, change: 1 | -1): number {
    const sockets = (socketsOf.get(person.id) ?? 0) + change;
    if (sockets > 0) socketsOf.set(person.id, sockets);
    else socketsOf.delete(person.id);
    return sockets;
  }

  /** Why this person may not enter the room, as a close code, else null. */
  async function admit(socket: WebSocket, person: Person, id: RoomId): Promise<number | null> {
    const standing = (await standingsOf(api, person, [id.documentId]))(id);
    if (standing !== 'admitted') return standing;
    let room = await rooms.open(person, id);
    while (room.ended) room = await rooms.open(person, id);
    if (closing) return closeCode.restarting;
    if (socket.readyState === socket.OPEN) takeSeat(socket, person, room);
    else room.endIfEmpty(person);
    return null;
  }

  async function welcome(socket: WebSocket, ticket: string, name: string): Promise<void> {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // What goes wrong on the way ends the socket; `close` follows and is what counts.
    socket.on('error', () => undefined);
    const person = tickets.redeem(ticket, name);
    const id = parseRoomName(name);
    if (person === null || id === null) {
      socket.close(closeCode.ticketSpent);
      return;
    }
    socket.once('close', (code) => {
      count(person, -1);
      log({ event: 'socket_closed', id: id.documentId, code });
    });
    if (count(person, 1) > socketsPerPerson) {
      socket.close(closeCode.tooMuch);
      return;
    }
    socket.pause();
    let code: number | null;
    try {
      code = await admit(socket, person, id);
    } catch (error) {
      const signedOut = error instanceof ApiError && error.trouble !== 'unreachable';
      code = signedOut ? closeCode.ticketSpent : closeCode.restarting;
      if (!(error instanceof ApiError)) log({ event: 'welcome_failed', id: id.documentId });
    }
    socket.resume();
    if (code !== null) socket.close(code);
  }

  /** Brings in what other relays of the same rooms have stored. */
  async function catchUp(): Promise<void> {
    for (const { room } of rooms) {
      const [seat] = room.seats;
      if (seat === undefined) continue;
      try {
        await room.catchUp(seat.person);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        log({ event: 'catch_up_failed', code: error.trouble });
      }
    }
  }

  // Two of them: nobody stays in a room because the news for other rooms takes its time.
  const repetitions = [
    repeat(
      () => recheckMembership(api, seated()),
      recheckMs,
      () => {
        log({ event: 'recheck_failed' });
      },
    ),
  ];
  if (shared) {
    repetitions.push(
      repeat(catchUp, recheckMs, () => {
        log({ event: 'catch_up_failed' });
      }),
    );
  }

  const heartbeat = setInterval(() => {
    for (const { room } of rooms) room.repeatStored();
    for (const socket of server.clients) {
      if (!alive.has(socket)) socket.terminate();
      alive.delete(socket);
      socket.ping();
    }
  }, heartbeatMs);

  async function storeAll(): Promise<void> {
    const stored = Promise.all([...rooms].map(({ room }) => room.flush()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, drainMs)));
    await Promise.race([stored, late]);
    clearTimeout(timer);
  }

  return {
    ticket: (request) => answerTicketRequest(request, api, tickets),

    upgrade(request, socket, head) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (!path.startsWith(roomsPath)) return false;
      const protocols = offered(request);
      const ticket = protocols.find((name) => name.startsWith(ticketPrefix));
      if (closing) refuseUpgrade(socket, '503 Service Unavailable');
      else if (!protocols.includes(subprotocol)) refuseUpgrade(socket, '400 Bad Request');
      else {
        server.handleUpgrade(request, socket, head, (webSocket) => {
          const name = path.slice(roomsPath.length);
          void welcome(webSocket, ticket?.slice(ticketPrefix.length) ?? '', name);
        });
      }
      return true;
    },

    async close() {
      closing = true;
      const ended = Promise.all(repetitions.map((repetition) => repetition.stop()));
      clearInterval(heartbeat);
      await storeAll();
      for (const socket of server.clients) socket.close(closeCode.restarting);
      for (const { room } of [...rooms])
        for (const seat of [...room.seats]) seat.close(closeCode.restarting);
      await storeAll();
      const farewell = setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, 1_000);
      await new Promise<void>((resolve) => {
        const check = (): void => {
          if (server.clients.size === 0) resolve();
        };
        for (const socket of server.clients) socket.once('close', () => setImmediate(check));
        check();
      });
      clearTimeout(farewell);
      for (const { room } of [...rooms]) room.restart();
      await ended;
    },
  };
}
