import { isAcceptableKdf, kdfSchema, type KdfParameters } from '../domain/account/kdf.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask } from './ask.ts';
import type { Client } from './client.ts';

/**
 * How the password of this address is to be stretched; an unknown address gets a stable answer too.
 * @throws Failure `kdf_below_floor` when the server offers something too weak or absurdly heavy, those of the network
 */
export async function prelogin(client: Client, email: string): Promise<KdfParameters> {
  const kdf = await ask(client.rpc('prelogin', { email }), kdfSchema);
  if (!isAcceptableKdf(kdf)) throw new Failure('kdf_below_floor');
  return kdf;
}
