import { argon2id } from 'hash-wasm';
import { isAcceptableKdf, type KdfParameters } from '../../domain/account/kdf.ts';
import { normalisePassword } from '../../domain/account/password.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { fromBase64url } from '../encoding/base64url.ts';
import { toUtf8 } from '../encoding/utf8.ts';
import type { StretchedPassword } from './types.ts';

/**
 * Stretches a password with Argon2id (RFC 9106) into 32 bytes. Takes about half a second and `memoryKib` of memory, so a page calls
 * `stretchInWorker` instead.
 * @throws Failure `kdf_below_floor` for parameters that are too weak (or absurdly heavy), `password_too_long`, `key_stretch_failed` when
 * the device has not the memory
 */
export async function stretchPassword(
  password: string,
  kdf: KdfParameters,
): Promise<StretchedPassword> {
  const salt = fromBase64url(kdf.seed);
  if (!isAcceptableKdf(kdf) || salt?.length !== 32) throw new Failure('kdf_below_floor');
  const typed = toUtf8(normalisePassword(password));
  // The library refuses an empty password; nobody has one.
  if (typed.length === 0) throw new Failure('wrong_password_or_address', { field: 'password' });
  try {
    const bytes = await argon2id({
      password: typed,
      salt,
      memorySize: kdf.memoryKib,
      iterations: kdf.iterations,
      parallelism: kdf.parallelism,
      hashLength: 32,
      outputType: 'binary',
    });
    return new Uint8Array(bytes) as StretchedPassword;
  } catch (cause) {
    throw new Failure('key_stretch_failed', { cause });
  }
}
