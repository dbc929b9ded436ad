import type { ClientInit } from '@sveltejs/kit';

/**
 * A link whose secret stands behind the # may be followed to a page that is open and still loads. SvelteKit then puts the address
 * back to what it was when it began, and the secret is gone before anybody could take it: so it is followed once more, as soon as the
 * page stands and listens.
 */
export const init: ClientInit = () => {
  let followed = '';
  const note = () => (followed = location.hash);
  addEventListener('hashchange', note);
  document.addEventListener(
    'holdfast:standing',
    () => {
      removeEventListener('hashchange', note);
      if (followed !== '' && location.hash === '') location.replace(followed);
    },
    { once: true },
  );
};
