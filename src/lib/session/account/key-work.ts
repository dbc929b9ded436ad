/**
 * Everything that works with keys, as one part of the app: it is fetched when somebody signs in, so that the page on which they type
 * is light.
 */
export {
  renewRecoveryCode,
  unlockShared,
  unlockWithRecoveryCode,
} from '../../crypto/keys/index.ts';
export { createKeyrings } from '../../data/keyrings.ts';
export { openRowShelf } from '../device/row-shelf.ts';
export { openSharedDrafts } from '../drafts.ts';
export { changePassword, recoverAccount } from './change-password.ts';
export { openEarlier } from './open-earlier.ts';
export { signIn, signUp, unlock } from './open-account.ts';
export { openKeyring } from './open-keyring.ts';
export { startAnew } from './start-anew.ts';
