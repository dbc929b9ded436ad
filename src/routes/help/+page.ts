// Works the same with and without scripts: whoever needs it should not wait for any.
export const csr = false;
