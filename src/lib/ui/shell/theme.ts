export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Also read by static/boot.js, before the first paint. */
const key = 'holdfast.theme';

/** The theme that is set on the page. */
export function currentTheme(root: HTMLElement = document.documentElement): Theme {
  const set = root.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
}

/** Sets the theme of the page and remembers it on this device; where nothing can be stored, it lasts until the page is left. */
export function setTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Refused storage: the choice holds for this visit only.
  }
}
