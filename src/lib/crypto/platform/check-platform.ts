import { Failure } from '../../domain/failure/failure.ts';
import { subtle } from './subtle.ts';

/**
 * Whether this browser can hold keys at all; pages that ask for a password check it first, so that nobody types in vain.
 * @throws Failure `insecure_context` on plain http, `browser_too_old` without X25519, workers or WebAssembly
 */
export async function checkPlatform(): Promise<void> {
  const crypto = subtle();
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') {
    throw new Failure('browser_too_old');
  }
  try {
    await crypto.generateKey('X25519', false, ['deriveBits']);
  } catch (cause) {
    throw new Failure('browser_too_old', { cause });
  }
}
