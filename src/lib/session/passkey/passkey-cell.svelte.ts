import type { PasskeyCell } from './log-passkeys.ts';

/** Where the passkeys of a page are, so that it shows what becomes of them. */
export function passkeyCell(): PasskeyCell {
  let stored = $state.raw<PasskeyCell['stored']>(null);
  return {
    get stored() {
      return stored;
    },
    set stored(next) {
      stored = next;
    },
  };
}
