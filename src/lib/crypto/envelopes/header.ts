import { Failure } from '../../domain/failure/failure.ts';

/** First byte of every envelope. */
const envelopeVersion = 1;

/** Second byte: how the rest was encrypted. */
export const envelopeSuite = {
  /** AES-256-GCM with a key that both sides have. */
  aes256Gcm: 1,
  /** HPKE (RFC 9180) AuthPSK: X25519, HKDF-SHA-256, AES-256-GCM; 32 bytes of `enc` in place of the nonce. */
  hpkeAuthPsk: 2,
  /** HPKE (RFC 9180) Auth: as above, between two public keys that were compared. */
  hpkeAuth: 3,
} as const;

/** Third byte: what is inside, and with that how it is padded. */
const envelopeKind = {
  /** A wrapped key. */
  key: 1,
  /** A stored field: a text or JSON. */
  value: 2,
  /** Changes of a Yjs document. */
  update: 3,
  /** The whole state of a Yjs document. */
  snapshot: 4,
  /** Cursors and selections; never stored. */
  awareness: 5,
  /** What a device keeps for itself. */
  cache: 6,
} as const;

export type EnvelopeKind = keyof typeof envelopeKind;

export interface EnvelopeHeader {
  readonly suite: number;
  readonly kind: EnvelopeKind;
  /** Epoch of the key; 0 for keys that have no epochs. */
  readonly epoch: number;
}

/** version u8 | suite u8 | kind u8 | epoch u32, big endian */
export const headerLength = 7;

export function writeHeader(target: Uint8Array, { suite, kind, epoch }: EnvelopeHeader): void {
  target[0] = envelopeVersion;
  target[1] = suite;
  target[2] = envelopeKind[kind];
  new DataView(target.buffer, target.byteOffset).setUint32(3, epoch);
}

/**
 * Reads what an envelope says about itself. Nothing of it is proven before the envelope has opened; it serves to choose the key.
 * @throws Failure `envelope_unknown_version` for one of a later version of the app (keep it), `envelope_tampered` when it is none
 */
export function readHeader(bytes: Uint8Array): EnvelopeHeader {
  const [version, suite, kindNumber] = bytes;
  if (version === undefined || version === 0) throw new Failure('envelope_tampered');
  if (version !== envelopeVersion) throw new Failure('envelope_unknown_version');
  if (bytes.length < headerLength) throw new Failure('envelope_tampered');
  const kind = kindNames.find((name) => envelopeKind[name] === kindNumber);
  const known = Object.values<number | undefined>(envelopeSuite).includes(suite);
  if (suite === undefined || kind === undefined || !known) {
    throw new Failure('envelope_unknown_version');
  }
  return {
    suite,
    kind,
    epoch: new DataView(bytes.buffer, bytes.byteOffset, headerLength).getUint32(3),
  };
}

const kindNames = Object.keys(envelopeKind) as EnvelopeKind[];
