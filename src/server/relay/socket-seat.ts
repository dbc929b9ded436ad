import type { RawData, WebSocket } from 'ws';
import { closeCode, limits } from '../../lib/collab/protocol/frames.ts';
import { maxRowBytes } from './document-rows.ts';
import { readMessage } from './messages.ts';
import type { Person } from './person.ts';
import type { Room, Seat } from './room.ts';
import { tokenBucket } from './token-bucket.ts';

/** Far above what two people and their cursors make, far below what would slow the others down. */
const messagesPerSecond = 200;
const messageBurst = 600;
const bytesPerSecond = 1024 * 1024;
const byteBurst = 4 * limits.frameBytes;
const awarenessBytes = 64 * 1024;
/** A socket whose other end does not read is given up before it fills the memory. */
const maxUnsentBytes = 4 * limits.frameBytes;
const malformed = 1007;
/** A socket ends a little before its token does, so that what was just written can still be stored with it. */
export const tokenMarginMs = 10_000;

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data));
  return new Uint8Array(data instanceof ArrayBuffer ? data : data);
}

function tooLarge(kind: string, bytes: number): boolean {
  return bytes > (kind === 'awareness' ? awarenessBytes : maxRowBytes);
}

/** Seats a socket in a room for as long as its token lasts and it behaves. */
export function takeSeat(socket: WebSocket, person: Person, room: Room): Seat {
  const takeMessage = tokenBucket(messagesPerSecond, messageBurst);
  const takeBytes = tokenBucket(bytesPerSecond, byteBurst);
  const seat: Seat = {
    person,
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxUnsentBytes) {
        seat.close(closeCode.tooMuch);
        socket.terminate();
        return;
      }
      socket.send(frame, { binary: true });
    },
    close(code) {
      room.leave(seat);
      if (socket.readyState === socket.OPEN) socket.close(code);
    },
  };

  function refusalOf(data: Uint8Array): number | null {
    if (data.byteLength > limits.frameBytes) return closeCode.tooLarge;
    if (!takeMessage(1) || !takeBytes(data.byteLength)) return closeCode.tooMuch;
    try {
      const message = readMessage(data);
      if ('update' in message && tooLarge(message.kind, message.update.byteLength)) {
        return closeCode.tooLarge;
      }
      return room.receive(seat, message) ? null : closeCode.tooLarge;
    } catch {
      return malformed;
    }
  }

  const expiry = setTimeout(
    () => {
      seat.close(closeCode.ticketSpent);
    },
    person.expiresAt - tokenMarginMs - Date.now(),
  );
  socket.on('message', (data, isBinary) => {
    const code = isBinary ? refusalOf(bytesOf(data)) : malformed;
    if (code !== null) seat.close(code);
  });
  socket.once('close', () => {
    clearTimeout(expiry);
    room.leave(seat);
  });
  room.enter(seat);
  return seat;
}
