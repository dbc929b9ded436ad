/** Takes the fragment out of the address of this window, in place: the entry in the history loses it too. Null when there was none. */
export function takeFragment({
  location,
  history,
}: Pick<Window, 'location' | 'history'>): string | null {
  const fragment = location.hash.slice(1);
  if (fragment === '') return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return fragment;
}
