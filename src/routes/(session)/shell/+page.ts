/** Made at build time: the empty page that the service worker shows in place of any other when there is no connection. */
export const prerender = true;
