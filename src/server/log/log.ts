/** What a log line may hold: ids, routes, codes and times. Never content, tokens, addresses or query strings. */
export interface LogEntry {
  readonly event: string;
  readonly id?: string;
  /** Path pattern, with ids replaced. */
  readonly route?: string;
  readonly method?: string;
  /** HTTP status, WebSocket close code, or a short code of ours. */
  readonly code?: number | string;
  readonly ms?: number;
  readonly count?: number;
}

export type Log = (entry: LogEntry) => void;

const ordinary: readonly string[] = ['api', 'socket_closed', 'compacted'];

/** One JSON object per line, with the time. Requests that went well are written only `withRequests`: who came when is nobody's business. */
export function jsonLog(write: (line: string) => void, withRequests = false): Log {
  return (entry) => {
    const failed = typeof entry.code === 'number' && entry.code >= 500 && entry.code < 600;
    if (!withRequests && ordinary.includes(entry.event) && !failed) return;
    write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  };
}

/** A log that keeps nothing. */
export const noLog: Log = () => undefined;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The path as a pattern: no ids, no query, and nothing that was typed into the address bar by hand. */
export function routeOf(pathname: string): string {
  const pattern = pathname.replace(uuid, '[id]');
  return /^[\w/.[\]-]{1,120}$/.test(pattern) ? pattern : '[other]';
}
