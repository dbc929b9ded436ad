export { prepareDelivery } from '../keys/seal-to-person.ts';
export type { FourWords } from '../words/four-words.ts';
export { pairWords, type KeyedMember } from '../words/pair-words.ts';
export { deliverAgain, receiveAgain } from './deliver-again.ts';
export {
  checkCommitment,
  commitmentOf,
  newNonce,
  parseNonce,
  readmissionWords,
  type Readmission,
  type Transcript,
} from './transcript.ts';
