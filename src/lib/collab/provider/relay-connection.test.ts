import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Failure } from '../../domain/failure/failure.ts';
import { closeCode, subprotocol, ticketPrefix } from '../protocol/frames.ts';
import { RelayConnection } from './relay-connection.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

/** A real WebSocket endpoint that does what the test tells it with each connection. */
let server: WebSocketServer;
let sockets: ServerSocket[];
let offers: string[][];
let connection: RelayConnection;
let clock: VirtualClock;
let tickets: number;
let moved: number;
let ticket: () => Promise<string>;
let changes: () => void;
const outer = new Y.Doc();
const awareness = new Awareness(outer);

beforeEach(async () => {
  sockets = [];
  offers = [];
  tickets = 0;
  ticket = () => {
    tickets += 1;
    return Promise.resolve(`number${String(tickets)}`);
  };
  moved = 0;
  changes = () => undefined;
  clock = new VirtualClock();
  server = new WebSocketServer({ port: 0, handleProtocols: () => subprotocol });
  await once(server, 'listening');
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    offers.push((request.headers['sec-websocket-protocol'] ?? '').split(/, ?/));
  });
  connection = new RelayConnection({
    url: `ws://localhost:${String((server.address() as AddressInfo).port)}/collab`,
    room: 'room.0',
    outer,
    awareness,
    ticket: () => ticket(),
    clock,
    random: () => 1,
    onChange: () => {
      changes();
    },
    onMoved: () => {
      moved += 1;
    },
    onSynced: () => undefined,
    onStored: () => undefined,
  });
});

afterEach(async () => {
  connection.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

/** Resolves with the next socket that the server has taken. */
async function connected(): Promise<ServerSocket> {
  const known = sockets.length;
  if (known === offers.length && known > 0 && sockets[known - 1]?.readyState === 1) {
    return sockets[known - 1] as ServerSocket;
  }
  const [socket] = (await once(server, 'connection')) as [ServerSocket];
  return socket;
}

/** Resolves when the connection has become this. */
function become(state: RelayConnection['state']): Promise<void> {
  return new Promise((resolve) => {
    changes = () => {
      if (connection.state === state) resolve();
    };
    changes();
  });
}

async function tick(ms: number): Promise<void> {
  await clock.pass(ms, async () => {
    await new Promise((resolve) => setImmediate(resolve));
  });
}

describe('the connection to the relay', () => {
  it('offers a fresh ticket beside its subprotocol each time', async () => {
    connection.connect();
    (await connected()).close(closeCode.restarting);
    await become('offline');
    const next = once(server, 'connection');
    await tick(250);
    await next;
    expect(offers).toEqual([
      [subprotocol, `${ticketPrefix}number1`],
      [subprotocol, `${ticketPrefix}number2`],
    ]);
  });

  it.each([
    [closeCode.notYours, 'not_yours'],
    [closeCode.deleted, 'deleted'],
    [closeCode.tooLarge, 'too_large'],
  ] as const)('stops for good at code %i', async (code, refusal) => {
    connection.connect();
    (await connected()).close(code);
    await become('refused');
    expect(connection.refusal).toBe(refusal);
    connection.connect();
    await tick(60_000);
    expect(tickets).toBe(1);
  });

  it('tries nothing more until it is told to, when the document is in another generation', async () => {
    connection.connect();
    (await connected()).close(closeCode.generationOver);
    await expect.poll(() => moved).toBe(1);
    await tick(60_000);
    expect(tickets).toBe(1);
    connection.connectLater();
    const next = once(server, 'connection');
    await tick(10_000);
    await next;
    expect(tickets).toBe(2);
  });

  it('asks for another ticket at once when one was spent', async () => {
    connection.connect();
    (await connected()).close(closeCode.ticketSpent);
    await become('offline');
    const next = once(server, 'connection');
    await tick(0);
    await next;
    expect(tickets).toBe(2);
  });

  it('stops when there is no ticket to be had for this person', async () => {
    ticket = () => Promise.reject(new Failure('not_allowed'));
    connection.connect();
    await become('refused');
    expect(connection.refusal).toBe('not_yours');
  });

  it('waits as long as it is told before it asks for a ticket again', async () => {
    let asked = 0;
    ticket = () => {
      asked += 1;
      return Promise.reject(new Failure('too_many_attempts', { retryAfterSeconds: 30 }));
    };
    connection.connect();
    await become('offline');
    await tick(29_999);
    expect(asked).toBe(1);
    await tick(1);
    expect(asked).toBe(2);
  });

  it('tries again, ever more slowly, while the server cannot be reached', async () => {
    let asked = 0;
    ticket = () => {
      asked += 1;
      return Promise.reject(new Failure('offline'));
    };
    connection.connect();
    await become('offline');
    await tick(250 + 500 + 1_000);
    expect(asked).toBe(4);
    await tick(1_999);
    expect(asked).toBe(4);
  });

  it('says once that there is no connection, and not anew at every try', async () => {
    ticket = () => Promise.reject(new Failure('offline'));
    connection.connect();
    await become('offline');
    const said: string[] = [];
    changes = () => said.push(connection.state);
    await tick(250 + 500 + 1_000);
    expect(said).toEqual([]);
    expect(connection.state).toBe('offline');
  });

  it('does not wait when somebody comes back to the page', async () => {
    ticket = () => Promise.reject(new Failure('offline'));
    connection.connect();
    await become('offline');
    ticket = () => Promise.resolve('now');
    connection.connect();
    await connected();
    expect(offers).toEqual([[subprotocol, `${ticketPrefix}now`]]);
  });

  it('forgets a ticket that comes after it was closed', async () => {
    let give: (value: string) => void = () => undefined;
    ticket = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    connection.connect();
    connection.close();
    give('late');
    await tick(1_000);
    expect(sockets).toHaveLength(0);
  });
});
