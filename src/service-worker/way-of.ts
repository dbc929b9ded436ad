/** `past`: not looked at, the browser asks as if there were no worker. */
export type Way = 'page' | 'file' | 'past';

/** Files of the built app, of whatever version. */
const builtFile = '/_app/immutable/';

/**
 * Which way a request goes.
 * @param kept paths of the app's own files
 */
export function wayOf(
  { method, url, mode }: Pick<Request, 'method' | 'url' | 'mode'>,
  origin: string,
  kept: ReadonlySet<string>,
): Way {
  const asked = new URL(url);
  if (method !== 'GET' || asked.origin !== origin) return 'past';
  if (mode === 'navigate') return 'page';
  return kept.has(asked.pathname) || asked.pathname.startsWith(builtFile) ? 'file' : 'past';
}
