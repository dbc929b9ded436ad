let veils = 0;

/**
 * Hides the whole page while a lock is being closed: what is open keeps its words first, which takes a moment, and nobody shall read them
 * meanwhile. (`app.css` does the hiding.)
 */
export async function veiled(closing: () => Promise<void>): Promise<void> {
  // Nothing to hide where there is no page.
  if (typeof document === 'undefined') return closing();
  const { dataset } = document.documentElement;
  veils += 1;
  dataset['veiled'] = '';
  try {
    await closing();
  } finally {
    veils -= 1;
    if (veils === 0) delete dataset['veiled'];
  }
}
