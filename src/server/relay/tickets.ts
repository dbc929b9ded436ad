import { randomBytes } from 'node:crypto';
import { limits } from '../../lib/collab/protocol/frames.ts';
import type { Person } from './person.ts';

interface Issued {
  readonly person: Person;
  readonly room: string;
  readonly until: number;
}

/** One person asks for a few tickets a second at most, even with every document open and a bad connection. */
const perPerson = 60;

/** Single-use tickets: they travel where a token must not, in the handshake of a WebSocket. */
export interface TicketOffice {
  /** A ticket for one socket of this room, or null when the person already holds too many. */
  issue(person: Person, room: string): string | null;
  /** Takes the ticket: whom it was for, or null when it is unknown, spent, expired or for another room. */
  redeem(ticket: string, room: string): Person | null;
}

/** @param now clock in milliseconds */
export function openTicketOffice(now: () => number = Date.now): TicketOffice {
  const issued = new Map<string, Issued>();

  function forgetExpired(): void {
    // Insertion order is expiry order.
    for (const [ticket, { until }] of issued) {
      if (until > now()) return;
      issued.delete(ticket);
    }
  }

  return {
    issue(person, room) {
      forgetExpired();
      let held = 0;
      for (const other of issued.values()) if (other.person.id === person.id) held += 1;
      if (held >= perPerson) return null;
      const ticket = randomBytes(24).toString('base64url');
      issued.set(ticket, { person, room, until: now() + limits.ticketSeconds * 1000 });
      return ticket;
    },
    redeem(ticket, room) {
      forgetExpired();
      const found = issued.get(ticket);
      issued.delete(ticket);
      if (found === undefined || found.room !== room || found.person.expiresAt <= now())
        return null;
      return found.person;
    },
  };
}
