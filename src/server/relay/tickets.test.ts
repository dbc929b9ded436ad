import { expect, test } from 'vitest';
import { limits } from '../../lib/collab/protocol/frames.ts';
import { openTicketOffice } from './tickets.ts';

const room = '9b2f5a34-0000-4000-8000-000000000000.0';

test('a ticket lives for sixty seconds', () => {
  let now = 0;
  const office = openTicketOffice(() => now);
  const person = { id: 'somebody', visit: 'one', token: 'theirs', expiresAt: 3_600_000 };
  const [inTime, late] = [office.issue(person, room), office.issue(person, room)];
  now = limits.ticketSeconds * 1000 - 1;
  expect(office.redeem(inTime ?? '', room)).toEqual(person);
  now += 1;
  expect(office.redeem(late ?? '', room)).toBeNull();
});

test('nobody collects tickets without end', () => {
  const office = openTicketOffice();
  const person = {
    id: 'somebody',
    visit: 'one',
    token: 'theirs',
    expiresAt: Date.now() + 3_600_000,
  };
  const issued = Array.from({ length: 100 }, () => office.issue(person, room));
  expect(issued).toContain(null);
  expect(office.issue({ ...person, id: 'somebody else' }, room)).not.toBeNull();
});
