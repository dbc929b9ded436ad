import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** One person's IPv6 machine may use a whole /64, so that is what counts as one address. */
function network(address: string): string {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (!isIPv6(plain)) return plain;
  // An address of the link itself carries the name of the interface.
  const [bare = plain] = plain.split('%');
  const [head = '', tail = ''] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const left = 8 - groups(tail).length - groups(head).length;
  return [...groups(head), ...Array<string>(left).fill('0'), ...groups(tail)].slice(0, 4).join(':');
}

/**
 * Who is calling: the socket's address, or what the trusted proxy wrote last into `addressHeader`.
 * Whatever the caller wrote there itself stands further left and is ignored.
 */
export function clientAddress(request: IncomingMessage, addressHeader: string | null): string {
  const header = addressHeader === null ? undefined : request.headers[addressHeader];
  const named = (Array.isArray(header) ? header.join(',') : header)?.split(',').at(-1)?.trim();
  return network(named ?? request.socket.remoteAddress ?? 'unknown');
}
