export { deliverSpaceKey, prepareDelivery, receiveSpaceKey } from './deliver-space-key.ts';
export type { FourWords } from '../words/four-words.ts';
export { fourWords } from './four-words.ts';
export {
  checkInviter,
  checkJoiner,
  inviterMac,
  joinerMac,
  type Inviter,
  type Joiner,
} from './invite-macs.ts';
export { openInvite, openJoinerName, sealInvite, sealJoinerName } from './invite-seals.ts';
export {
  createInvite,
  inviteFragment,
  parseInviteFragment,
  type Invite,
  type InviteSecret,
} from './invite.ts';
