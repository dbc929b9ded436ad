declare const brand: unique symbol;

/** The same shape with another meaning is another type: a private-log key cannot be passed where a space key is wanted. */
export type Nominal<Shape, Name extends string> = Shape & { readonly [brand]: Name };

/** AES-256-GCM key, not extractable, and the epoch that its envelopes carry in their header (0 outside of spaces). */
interface OneAesKey {
  readonly key: CryptoKey;
  readonly epoch: number;
}

/** The key that seals, and with it those that sealed before it: they open only. */
interface AesKey extends OneAesKey {
  readonly earlier?: readonly OneAesKey[];
}

/** HKDF base key, not extractable: other keys are derived from it by name. */
interface BaseKey {
  readonly base: CryptoKey;
}

/** Argon2id's output, 32 bytes. Only on its way from the password to `passwordKeys`. */
export type StretchedPassword = Nominal<Uint8Array<ArrayBuffer>, 'StretchedPassword'>;

/** Wraps the account key; comes from the password ("kek"). */
export type PasswordKey = Nominal<AesKey, 'PasswordKey'>;

/** Wraps the account key; comes from the recovery code. */
export type RecoveryKey = Nominal<AesKey, 'RecoveryKey'>;

/** AK, 32 random bytes. Exists in memory only while a keyring is made, opened or re-wrapped. */
export type AccountKey = Nominal<Uint8Array<ArrayBuffer>, 'AccountKey'>;

/** AK's branch that wraps the private log's key. Memory only. */
export type PrivateBranch = Nominal<AesKey, 'PrivateBranch'>;

/**
 * AK's branch that wraps everything shared: the identity key, pins, space keys. The only key that a device may keep: it can be stored in
 * IndexedDB (structured clone), but never read out.
 */
export type SharedBranch = Nominal<BaseKey, 'SharedBranch'>;

/** Wraps what the shared branch keeps. Derived from it; never stored. */
export type SharedWrappingKey = Nominal<AesKey, 'SharedWrappingKey'>;

/** Seals a person's own unfinished writing of shared things (check-in drafts). Derived from the shared branch. */
export type DraftsKey = Nominal<AesKey, 'DraftsKey'>;

/** Seals the names that a person gives to their devices. Derived from the shared branch. */
export type DevicesKey = Nominal<AesKey, 'DevicesKey'>;

/** Seals what a device keeps of rows, to show them without a connection. Derived from the shared branch. */
export type DeviceRowsKey = Nominal<AesKey, 'DeviceRowsKey'>;

/** LK: seals private entries; with the keys of logs that were taken over. Memory only, forgotten when idle or locked. */
export type PrivateLogKey = Nominal<AesKey, 'PrivateLogKey'>;

/** Wraps LK for a passkey; comes from what the passkey alone computes (WebAuthn PRF). */
export type PasskeyKey = Nominal<AesKey, 'PasskeyKey'>;

/** Seals the names of passkeys and their numbers in the browser. Derived from the shared branch. */
export type PasskeyDetailsKey = Nominal<AesKey, 'PasskeyDetailsKey'>;

/**
 * SK of one epoch, and those of the epochs before it. `secret` (32 bytes) exists in order to be wrapped and delivered; everything else
 * derives from `base`.
 */
export type SpaceKey = Nominal<
  BaseKey & {
    readonly epoch: number;
    readonly secret: Uint8Array<ArrayBuffer>;
    readonly earlier?: readonly SpaceKey[];
  },
  'SpaceKey'
>;

/** One key per document, check-in, awareness channel or space record; derived from a space key, for each of its epochs. */
export type ObjectKey = Nominal<AesKey, 'ObjectKey'>;

/** Seals what travels beside an invite, derived from the secret in its link. */
export type InviteKey = Nominal<AesKey, 'InviteKey'>;

/** Every key that may seal an envelope. */
export type SealingKey =
  | PasswordKey
  | RecoveryKey
  | PrivateBranch
  | SharedWrappingKey
  | DraftsKey
  | DevicesKey
  | PasskeyKey
  | PasskeyDetailsKey
  | DeviceRowsKey
  | PrivateLogKey
  | ObjectKey
  | InviteKey;

/** X25519 public key, 32 bytes as base64url. */
export type PublicKey = Nominal<string, 'PublicKey'>;

/** A person's X25519 key pair; the private half cannot be read out. */
export type IdentityKeyPair = Nominal<
  { readonly publicKey: PublicKey; readonly pair: CryptoKeyPair },
  'IdentityKeyPair'
>;
