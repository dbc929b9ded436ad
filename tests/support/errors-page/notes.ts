import type { FailureCode } from '../../../src/lib/domain/failure/failure.ts';

/** What the catalogue says about a failure beside its own words. */
export interface FailureNote {
  /** When it happens. */
  readonly when: string;
  /** What is safe then, or what is not. */
  readonly safe: string;
  /** What can be done, where the words on the page leave it open. */
  readonly next?: string;
  /** Tests in which it happens. Each names the code or shows its words. */
  readonly tests: readonly [string, ...string[]];
}

const here = 'What was typed stays on the page.';
const nothingSent = 'Nothing was sent.';
const nothingChanged = 'Nothing was changed.';

/** In the order of `failureCodes`; the compiler asks for a note when a code is new. */
export const failureNotes: Readonly<Record<FailureCode, FailureNote>> = {
  offline: {
    when: 'A request got no answer and the browser says that it has no network; a part of the app could not be fetched.',
    safe: `${here} Documents, answers and entries are also kept sealed on the device, if it keeps anything.`,
    tests: [
      'tests/e2e/sign-in.spec.ts',
      'src/lib/features/check-in/answers-draft.test.ts',
      'src/lib/collab/provider/relay-connection.test.ts',
    ],
  },
  server_unreachable: {
    when: 'A request got no answer although there is a network; the server, or the Supabase project behind it, answers 502 to 504.',
    safe: `As for \`offline\`.`,
    tests: [
      'src/lib/data/failures.test.ts',
      'tests/server/hosted.test.ts',
      'tests/server/data/accounts.test.ts',
    ],
  },
  server_error: {
    when: 'The server failed, or its answer has not the shape that the app expects.',
    safe: `${here} A strange answer is refused as a whole, never half taken in.`,
    tests: ['tests/server/data/accounts.test.ts', 'src/lib/data/failures.test.ts'],
  },
  too_many_attempts: {
    when: 'Too many sign-ins, sign-ups, look-ups, mails, requests to join or to come back, by network address or by account (HTTP 429). The wait is named when it is known.',
    safe: `${here} The account is untouched, and visits that are open go on.`,
    tests: [
      'tests/server/gateway.test.ts',
      'tests/server/address.test.ts',
      'src/lib/data/failures.test.ts',
    ],
  },
  signed_out: {
    when: 'There is no valid token: signed out here or elsewhere, or the session ended.',
    safe: 'What was saved is saved.',
    tests: ['tests/server/data/accounts.test.ts', 'src/lib/data/failures.test.ts'],
  },
  not_allowed: {
    when: 'A policy or a function of the database refuses; the gateway refuses a request that the app never makes; a partner’s item is to be removed.',
    safe: nothingChanged,
    tests: [
      'tests/server/gateway-attacks.test.ts',
      'supabase/tests/documents.test.sql',
      'src/lib/collab/documents/needs/needs-and-fears.test.ts',
    ],
  },
  not_found: {
    when: 'What was asked for does not exist, or is not visible to this person: both look the same.',
    safe: nothingChanged,
    tests: ['tests/server/data/check-ins.test.ts', 'supabase/tests/check-ins.test.sql'],
  },
  changed_elsewhere: {
    when: 'A save names an older version than the stored one; somebody else asks to join by now; another keyring is there already.',
    safe: 'Both versions are kept. Nothing is overwritten.',
    tests: [
      'tests/server/data/private-entries.test.ts',
      'tests/server/data/check-ins.test.ts',
      'supabase/tests/invites.test.sql',
    ],
  },
  wrong_password_or_address: {
    when: 'Signing in with an unknown address or a wrong password: the same sentence for both.',
    safe: 'The password never left the browser.',
    tests: ['tests/e2e/sign-in.spec.ts', 'tests/server/data/passwords.test.ts'],
  },
  wrong_password: {
    when: 'Unlocking, opening the private log or changing the password, where the address is known. The private log says it in a sentence of its own beside its field.',
    safe: 'What is locked stays locked.',
    tests: ['tests/e2e/staying-signed-in.spec.ts'],
  },
  address_taken: {
    when: 'Signing up with an address that has an account and another password.',
    safe: nothingChanged,
    tests: ['tests/server/data/accounts.test.ts', 'tests/e2e/sign-up.spec.ts'],
  },
  address_invalid: {
    when: 'The address has no place after an @, or is too long.',
    safe: nothingSent,
    tests: ['src/lib/domain/account/account.test.ts', 'supabase/tests/accounts.test.sql'],
  },
  address_unchanged: {
    when: 'The account is to be moved to the address that it has.',
    safe: nothingChanged,
    tests: ['src/lib/features/account/change-address.test.ts'],
  },
  confirm_address_first: {
    when: 'A hosted project demands that addresses be confirmed. Holdfast wants this switched off.',
    safe: 'The account is made; its keys are made at the first sign-in.',
    tests: ['src/lib/data/failures.test.ts'],
  },
  password_weak: {
    when: 'A new password is too short or too easy to guess. It is judged in the browser.',
    safe: nothingSent,
    tests: [
      'src/lib/features/account/password-strength.test.ts',
      'src/lib/domain/account/account.test.ts',
      'tests/e2e/sign-up.spec.ts',
    ],
  },
  password_too_long: {
    when: 'A password has more than 1,024 characters.',
    safe: nothingSent,
    tests: ['src/lib/domain/account/account.test.ts', 'src/lib/crypto/keys/stretch.test.ts'],
  },
  kdf_below_floor: {
    when: 'The server asks for weaker stretching of the password than OWASP’s floor, or for so much that the device would hang.',
    safe: 'Neither the password nor anything made from it was sent.',
    tests: ['tests/server/data/accounts.test.ts', 'src/lib/crypto/keys/stretch.test.ts'],
  },
  key_stretch_failed: {
    when: 'The device has not the memory for Argon2id, or its worker broke.',
    safe: 'Neither the password nor anything made from it was sent.',
    tests: [
      'src/lib/crypto/keys/stretch-in-worker.test.ts',
      'src/lib/crypto/keys/stretch-in-worker.svelte.test.ts',
    ],
  },
  keyring_missing: {
    when: 'An account has no keyring: its sign-up was interrupted before the keys were made.',
    safe: 'There is nothing yet that could be lost.',
    tests: ['supabase/tests/passwords.test.sql', 'tests/server/data/accounts.test.ts'],
  },
  keyring_broken: {
    when: 'The password is right, and what lies in the keyring does not open or does not fit the public key.',
    safe: 'Nothing was opened with it. What is stored stays as it is; a backup of the database may hold the keyring whole.',
    tests: ['src/lib/crypto/keys/keyring.test.ts', 'tests/e2e/sign-in.spec.ts'],
  },
  recovery_code_mistyped: {
    when: 'A check symbol of the recovery code does not fit; the group is named where it is known.',
    safe: nothingSent,
    tests: ['src/lib/crypto/recovery/recovery-code.test.ts', 'src/lib/crypto/keys/keyring.test.ts'],
  },
  recovery_code_wrong: {
    when: 'The code is well-formed and does not open this account: it is an older one, or another account’s.',
    safe: nothingChanged,
    tests: ['tests/server/data/passwords.test.ts', 'src/lib/crypto/keys/keyring.test.ts'],
  },
  link_spent: {
    when: 'The way in by mail was used before, is older than an hour, or is none.',
    safe: nothingChanged,
    tests: ['src/lib/data/failures.test.ts'],
  },
  not_understood: {
    when: 'Somebody goes on without a recovery code and has not ticked that they know what stays closed.',
    safe: nothingSent,
    tests: ['src/lib/features/account/recover-account.test.ts'],
  },
  prove_again: {
    when: 'A password or the recovery code is to be changed in a session that was not opened by a password or a mail within the last quarter of an hour; or the address is to be changed or the account to be deleted in one that was not opened by the password then (or the server was started again since).',
    safe: nothingChanged,
    tests: [
      'tests/server/gateway-attacks.test.ts',
      'tests/server/leaving.test.ts',
      'supabase/tests/accounts.test.sql',
      'src/lib/data/failures.test.ts',
    ],
  },
  passkey_not_used: {
    when: 'The browser’s question for a passkey is put off, times out, or none of them is on this device.',
    safe: 'The log stays closed; the password opens it.',
    tests: ['tests/server/data/passkeys.test.ts', 'src/lib/session/passkey/authenticator.test.ts'],
  },
  passkey_there_already: {
    when: 'Adding a passkey on a device that holds one for this account.',
    safe: nothingChanged,
    tests: ['src/lib/session/passkey/authenticator.test.ts'],
  },
  passkey_unsuitable: {
    when: 'A passkey or security key cannot compute a secret (the PRF extension of WebAuthn).',
    safe: nothingChanged,
    tests: ['src/lib/session/passkey/authenticator.test.ts'],
  },
  too_many_passkeys: {
    when: 'Adding a twenty-first passkey.',
    safe: nothingChanged,
    tests: ['supabase/tests/passkeys.test.sql'],
  },
  insecure_context: {
    when: 'The page came over plain http from another machine, where browsers make no keys.',
    safe: nothingSent,
    tests: ['src/lib/session/device/check-device.test.ts', 'tests/e2e/sign-in.spec.ts'],
  },
  browser_too_old: {
    when: 'WebCrypto, X25519, WebAssembly or workers are missing. Found by trying, before anybody types a password.',
    safe: nothingSent,
    tests: ['src/lib/crypto/platform/check-platform.test.ts', 'tests/e2e/sign-in.spec.ts'],
  },
  storage_refused: {
    when: 'The browser gives no storage (private window, blocked) or has no room left.',
    safe: 'What is written is in the page, and on the server once it says so. Closing the page before that loses it.',
    tests: [
      'src/lib/data/device-store.svelte.test.ts',
      'src/lib/session/local-draft-keeper.test.ts',
      'tests/e2e/sign-in.spec.ts',
    ],
  },
  locked: {
    when: 'Something asks for keys that are not in memory: after a reload, a lock, or ten idle minutes of the private log.',
    safe: 'Unsaved words were sealed on the device before the key went.',
    tests: ['src/lib/session/private-log.test.ts'],
  },
  envelope_tampered: {
    when: 'An envelope does not open: changed, cut, moved to another place, person, field or generation, or under another key.',
    safe: 'It is left as it is, and never stops the others.',
    tests: [
      'src/lib/crypto/envelopes/envelopes.test.ts',
      'src/lib/crypto/invites/pairing.test.ts',
      'src/lib/crypto/keys/space-key.test.ts',
    ],
  },
  envelope_unknown_version: {
    when: 'An envelope names a version or suite that this app does not know.',
    safe: 'It is kept as it is, and never overwritten.',
    tests: ['src/lib/crypto/envelopes/envelopes.test.ts', 'src/lib/crypto/keys/keyring.test.ts'],
  },
  envelope_wrong_epoch: {
    when: 'An envelope belongs to another epoch of its key.',
    safe: 'It is kept as it is.',
    tests: ['src/lib/crypto/envelopes/envelopes.test.ts', 'src/lib/crypto/keys/space-key.test.ts'],
  },
  space_full: {
    when: 'A space has its two members, or a place that somebody had.',
    safe: nothingChanged,
    tests: ['supabase/tests/invites.test.sql', 'tests/server/data/pairing.test.ts'],
  },
  already_in_a_space: {
    when: 'Somebody who is in a space makes or joins another.',
    safe: nothingChanged,
    tests: ['supabase/tests/spaces.test.sql', 'tests/server/data/pairing.test.ts'],
  },
  space_closed: {
    when: 'Something is to be written in a space that is paused or closed.',
    safe: 'What is there stays readable; what was typed stays on the device.',
    next: 'After a pause, go on. In a closed space, keep reading.',
    tests: [
      'supabase/tests/paused-and-closed-spaces.test.sql',
      'supabase/tests/seal-and-reveal.test.sql',
      'tests/e2e/space-standing.spec.ts',
    ],
  },
  pause_of_partner: {
    when: 'Somebody wants to end or move a pause that their partner has set.',
    safe: `${nothingChanged} The space can be read as before.`,
    tests: ['supabase/tests/leaving.test.sql'],
  },
  invite_mangled: {
    when: 'A link lacks a part or has a wrong character, or names an invite that never was.',
    safe: nothingChanged,
    tests: ['src/lib/crypto/invites/invite.test.ts', 'tests/server/data/pairing.test.ts'],
  },
  invite_expired: {
    when: 'Seven days are over.',
    safe: nothingChanged,
    tests: ['supabase/tests/invites.test.sql', 'tests/e2e/pairing.spec.ts'],
  },
  invite_revoked: {
    when: 'The inviter took the link back, or said that whoever asked is not their partner.',
    safe: nothingChanged,
    tests: ['tests/server/data/pairing.test.ts', 'tests/e2e/pairing.spec.ts'],
  },
  invite_used: {
    when: 'Somebody was let in with this link, or waits to be.',
    safe: 'Nobody is let in before the inviter says so.',
    tests: ['tests/server/data/pairing.test.ts', 'tests/e2e/pairing.spec.ts'],
  },
  invite_own: {
    when: 'The inviter opens their own link.',
    safe: nothingChanged,
    tests: ['tests/server/data/pairing.test.ts', 'tests/e2e/pairing.spec.ts'],
  },
  invite_forged: {
    when: 'A mark (MAC) or a delivered key was not made with the secret of the link by the one whom the server names.',
    safe: 'Nothing was opened or handed over.',
    tests: ['src/lib/crypto/invites/pairing.test.ts', 'tests/server/data/pairing.test.ts'],
  },
  too_many_invites: {
    when: 'Three links of a space are out.',
    safe: nothingChanged,
    tests: ['supabase/tests/invites.test.sql'],
  },
  partner_key_changed: {
    when: 'The public key that the server shows for the partner is not the pinned one.',
    safe: 'Nothing is sealed to the other key. The space key is not in danger: it was handed over before.',
    tests: ['src/lib/crypto/keys/pins.test.ts', 'tests/e2e/space.spec.ts'],
  },
  space_rolled_back: {
    when: 'The server shows an older epoch of the space key than this device has seen, or than the newest key it hands out.',
    safe: 'Nothing is opened or written with the older key.',
    tests: ['tests/server/data/readmission-between.test.ts'],
  },
  readmission_over: {
    when: 'A request to come back was taken back, declined or expired, somebody has left, or newer keys were made since.',
    safe: nothingChanged,
    tests: ['supabase/tests/readmissions.test.sql'],
  },
  readmission_both: {
    when: 'Somebody asks to come back while their partner asks, too.',
    safe: 'Both keep their former keyrings: an old password or code opens the space again.',
    tests: ['supabase/tests/readmissions.test.sql'],
  },
  readmission_elsewhere: {
    when: 'Words are to be compared, or keys taken in, by a browser that did not begin it. What it would need never leaves the one that did.',
    safe: nothingChanged,
    tests: ['tests/server/data/readmission.test.ts'],
  },
  readmission_forged: {
    when: 'What the server shows of a comparison does not fit to what was committed to, answered or delivered.',
    safe: 'No key is sent or taken in.',
    tests: [
      'tests/server/data/readmission-between.test.ts',
      'src/lib/crypto/readmission/readmission.test.ts',
    ],
  },
  readmission_tries_over: {
    when: 'Words were typed three times in a day, in whatever request of this space; or it was asked six times in a day.',
    safe: nothingChanged,
    tests: ['supabase/tests/readmissions.test.sql', 'tests/server/data/readmission.test.ts'],
  },
  words_differ: {
    when: 'The words that were typed are not those of the partner’s screen.',
    safe: 'No key is sent. The try counts.',
    tests: ['src/lib/features/space/let-back-in.test.ts'],
  },
  text_too_long: {
    when: 'A text is over the limit of its field, or a request over that of the server.',
    safe: 'Nothing is cut off. It is kept on the page, and sent when it fits.',
    tests: ['src/lib/domain/log/entry.test.ts', 'src/lib/domain/check-in/step.test.ts'],
  },
  text_empty: {
    when: 'Something is to be saved or sealed in which nothing is written.',
    safe: nothingSent,
    next: 'Write something.',
    tests: ['src/lib/domain/check-in/step.test.ts', 'src/lib/domain/log/entry.test.ts'],
  },
  thread_full: {
    when: 'As many offers, questions and answers, or suggested wordings, of one partner stand beside one need or fear as may.',
    safe: 'What is there stays, and what was typed stays in its field.',
    tests: ['src/lib/collab/documents/needs/answers.test.ts'],
  },
  date_invalid: {
    when: 'The day or time of a log entry is none.',
    safe: 'The entry stays on the page and, sealed, on the device.',
    tests: ['src/lib/domain/log/entry.test.ts'],
  },
  document_full: {
    when: 'A document has as many items as it may have. (A document whose text has reached its largest size says so in a notice of its own.)',
    safe: 'What is in it stays.',
    tests: ['src/lib/collab/documents/needs/needs-and-fears.test.ts'],
  },
  versions_full: {
    when: 'One partner keeps a version of a document, or goes back to one, and has kept 300 already.',
    safe: nothingChanged,
    tests: ['supabase/tests/document-versions.test.sql'],
  },
  document_deleted: {
    when: 'Something is written into a document that either of the two has deleted.',
    safe: 'What was typed stays on the device, sealed, and goes out when the document is brought back.',
    tests: ['supabase/tests/deleted-documents.test.sql', 'tests/server/data/documents.test.ts'],
  },
  check_in_already_open: {
    when: 'A check-in is started while one is open. The app then opens that one; the sentence is rarely seen.',
    safe: nothingChanged,
    tests: ['supabase/tests/check-ins.test.sql'],
  },
  check_in_sealed: {
    when: 'Other answers, or a draft, are to be stored after one’s own seal; a seal is to be taken back after the reveal.',
    safe: 'What was sealed stays as it was sealed.',
    tests: ['supabase/tests/seal-and-reveal.test.sql', 'tests/server/data/check-ins.test.ts'],
  },
  check_in_not_revealed: {
    when: 'A check-in is to be closed before both have sealed.',
    safe: nothingChanged,
    next: 'Wait for the other seal, or put the check-in away.',
    tests: ['supabase/tests/check-ins.test.sql', 'tests/server/data/check-ins.test.ts'],
  },
  check_in_closed: {
    when: 'Something is to be written in a check-in that is closed or was put away.',
    safe: 'Everything in it stays readable for whoever could read it.',
    next: 'Start another check-in.',
    tests: ['supabase/tests/put-away.test.sql', 'tests/server/data/check-ins.test.ts'],
  },
  unexpected: {
    when: 'Anything that has no code of its own: a defect.',
    safe: here,
    tests: ['src/lib/domain/failure/failure.test.ts'],
  },
};
