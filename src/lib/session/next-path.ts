/**
 * The page to go to after signing in, as asked for in the address: a path of this app, or `otherwise`. A foreign address, also
 * one dressed up as a path (`//host`, `/\host`), is not followed.
 */
export function nextPath(asked: string | null, otherwise = '/home'): string {
  if (asked === null || asked.length > 200) return otherwise;
  if (!/^\/[a-z]/i.test(asked) || asked.includes('\\')) return otherwise;
  const resolved = new URL(asked, 'https://holdfast.invalid');
  if (resolved.host !== 'holdfast.invalid') return otherwise;
  // Steps back and line breaks are gone by now, and may have left what a browser takes for a host.
  if (!/^\/[a-z]/i.test(resolved.pathname)) return otherwise;
  if (/^\/(sign-in|sign-up)\b/.test(resolved.pathname)) return otherwise;
  return resolved.pathname + resolved.search;
}
