// A page to read: nothing of it needs a script beyond static/boot.js.
export const csr = false;
