/** Everything in here needs the keys, which only the browser has: the server sends an empty shell. */
export const ssr = false;
