/**
 * Takes the fragment out of the address, in place: the entry in the history loses it too. Null when there was none.
 * @param page the window; a part of it is enough
 */
export function takeFragment({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): string | null {
  const fragment = location.hash.slice(1);
  if (fragment === '') return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return fragment;
}
