import { Failure } from '../../domain/failure/failure.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import type { Nominal } from '../keys/types.ts';
import { randomBytes, subtle } from '../platform/subtle.ts';
import { dataSymbols, readGroups, writeGroups } from './groups.ts';

/** 128 random bits as seven groups of five symbols, e.g. `7N4QK-…`: the form in which it is shown, and the only one that is kept. */
export type RecoveryCode = Nominal<string, 'RecoveryCode'>;

const secretBits = 128n;
const checksumBits = 12n;

/** A new code. */
export async function newRecoveryCode(): Promise<RecoveryCode> {
  return formatRecoveryCode(randomBytes(16));
}

/** 16 bytes as a code: the bytes, 12 bits of their SHA-256, and one check symbol in each group. */
export async function formatRecoveryCode(secret: Uint8Array): Promise<RecoveryCode> {
  let rest = (fromBytes(secret) << checksumBits) | (await checksum(secret));
  const symbols: number[] = [];
  for (let count = 0; count < dataSymbols; count += 1) {
    symbols.unshift(Number(rest & 31n));
    rest >>= 5n;
  }
  return writeGroups(symbols) as RecoveryCode;
}

/**
 * The code that somebody typed, in its own form: tolerant of case, spaces, dashes and look-alikes.
 * @throws Failure `recovery_code_mistyped`; its `field` is `group_1` to `group_7` when the typo is known to be there
 */
export async function parseRecoveryCode(typed: string): Promise<RecoveryCode> {
  const read = readGroups(typed);
  if ('group' in read) {
    throw new Failure('recovery_code_mistyped', { field: `group_${read.group}` });
  }
  const all = read.symbols.reduce((sum, symbol) => (sum << 5n) | BigInt(symbol), 0n);
  const secret = toBytes(all >> checksumBits);
  if ((await checksum(secret)) !== (all & ((1n << checksumBits) - 1n))) {
    throw new Failure('recovery_code_mistyped');
  }
  return writeGroups(read.symbols) as RecoveryCode;
}

/** The 16 bytes of a code. */
export function recoverySecret(code: RecoveryCode): Uint8Array<ArrayBuffer> {
  const read = readGroups(code);
  if ('group' in read) throw new Failure('recovery_code_mistyped');
  return toBytes(
    read.symbols.reduce((sum, symbol) => (sum << 5n) | BigInt(symbol), 0n) >> checksumBits,
  );
}

async function checksum(secret: Uint8Array): Promise<bigint> {
  const input = lengthPrefixed('holdfast/recovery-code/v1', secret);
  const [high = 0, low = 0] = new Uint8Array(await subtle().digest('SHA-256', input));
  return BigInt((high << 4) | (low >> 4));
}

function fromBytes(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint): Uint8Array<ArrayBuffer> {
  const length = Number(secretBits / 8n);
  return Uint8Array.from({ length }, (_, index) =>
    Number((value >> BigInt(8 * (length - 1 - index))) & 255n),
  );
}
