/** Bytes of a session id: random per opened document, so that no two page loads ever share sequence numbers. */
export const sessionLength = 8;

/** A session id as text, for maps. */
export function sessionFrom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function sessionBytes(session: string): Uint8Array {
  return Uint8Array.from({ length: sessionLength }, (_, index) =>
    Number.parseInt(session.slice(index * 2, index * 2 + 2), 16),
  );
}

/** A new random session id. */
export function newSession(): string {
  return sessionFrom(crypto.getRandomValues(new Uint8Array(sessionLength)));
}
