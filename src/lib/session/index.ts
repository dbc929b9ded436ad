import { provideSession as provide } from './context.ts';
import { Session } from './session.ts';

export { Attempt } from './attempt.svelte.ts';
export { checkInviteLink } from './check-invite-link.ts';
export { checkRecoveryCode } from './check-recovery-code.ts';
export { useSession } from './context.ts';
export { browserObstacle, deviceObstacle } from './device/check-device.ts';
export { takeFragment } from './device/take-fragment.ts';
export { loadPart } from './load-part.ts';
export { nextPath } from './next-path.ts';
export { idleMinutes, type IdleMinutes } from './lock-choices.svelte.ts';
export type { Drafts, FoundDraft } from './drafts.ts';
export type { HeldSpace, Holdings } from './open-holdings.ts';
export type { JoinRequest, Pairing } from './pairing.ts';
export { signalTopics, type SignalTopic } from './signals.ts';
export type { SessionStatus } from './presence.svelte.ts';
export type { Session };
export type { Passkey } from './passkey/log-passkeys.ts';
export type { Device } from '../data/devices.ts';
export type { StoredDraft } from '../data/check-in-drafts.ts';
export type { CheckIns } from '../data/check-ins.ts';
export type { Documents } from '../data/documents.ts';
export type { PrivateEntries } from '../data/private-entries.ts';

/** Makes the session of this page load and hands it to every component below. */
export function provideSession(origin: string): Session {
  return provide(new Session(origin));
}
