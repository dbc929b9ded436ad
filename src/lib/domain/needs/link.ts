import { limits } from './limits.ts';

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

function toUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * The address of a stored link, in its normal form, or null when no page may open it: another scheme than http(s) or mailto, an address
 * that hides where it leads behind a name and an `@`, or no address at all.
 */
export function safeLink(stored: unknown): string | null {
  if (typeof stored !== 'string' || stored.length > limits.linkCharacters) return null;
  const url = toUrl(stored);
  if (url === null || !schemes.has(url.protocol)) return null;
  // Only to whom: other readers and words that come along would not be shown.
  if (url.protocol === 'mailto:')
    return url.pathname.includes('@') ? `mailto:${url.pathname}` : null;
  return url.username === '' && url.password === '' ? url.href : null;
}

/** A link as somebody types it: with or without `https://` before it. Null when nothing can be made of it. */
export function parseLink(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === '' || /\s/u.test(trimmed)) return null;
  const whole = safeLink(trimmed);
  if (whole !== null) return whole;
  // Something like "javascript:" names another scheme; "example.org:8080" names a port.
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed)) return null;
  if (/^[^/@]+@[^/@]+\.[^/@]+$/u.test(trimmed)) return safeLink(`mailto:${trimmed}`);
  const completed = safeLink(`https://${trimmed}`);
  return completed !== null && toUrl(completed)?.hostname.includes('.') === true ? completed : null;
}

/** Where a link leads, in few words and as the browser will read it: letters of another script show as what they are. */
export function leadsTo(href: string): string {
  const url = toUrl(href);
  if (url === null) return '';
  if (url.protocol === 'mailto:') return url.pathname;
  return url.host.replace(/^www\./, '');
}
