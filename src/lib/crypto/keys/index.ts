export { createKeyring, type NewKeyring } from './create-keyring.ts';
export {
  openFormerKeyring,
  type EarlierLog,
  type FormerKeyring,
  type FormerOpener,
  type OpenedFormerKeyring,
} from './former-keyring.ts';
export { parsePublicKey } from './identity.ts';
export {
  unlockShared,
  type Keyring,
  type UnlockedAccount,
  type UnlockedShared,
} from './keyring.ts';
export { newKdf } from './new-kdf.ts';
export { objectKey, type KeyedObject } from './object-key.ts';
export {
  openLogKeyWithPasskey,
  passkeyKey,
  passkeyQuestion,
  wrapLogKeyForPasskey,
  type PasskeyAnswer,
} from './passkey.ts';
export { passwordKeys, type PasswordKeys } from './password-keys.ts';
export {
  addPin,
  checkPin,
  mergePins,
  openPins,
  pinOf,
  replacePin,
  type PinnedPartner,
  type Pins,
} from './pins.ts';
export { deviceRowsKey, devicesKey, draftsKey, passkeyDetailsKey } from './shared-branch.ts';
export {
  createSpaceKey,
  newestSpaceKey,
  unwrapSpaceKey,
  wrapSpaceKey,
  type SpaceKeyHolder,
} from './space-key.ts';
export { chooseCostInWorker, stretchInWorker } from './stretch-in-worker.ts';
export type * from './types.ts';
export { renewRecoveryCode, rewrapForPassword, rewrapWithCode, type NewCode } from './rewrap.ts';
export { unlockWithPassword, unlockWithRecoveryCode } from './unlock.ts';
