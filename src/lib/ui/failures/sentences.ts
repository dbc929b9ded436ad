import type { Failure, FailureCode } from '../../domain/failure/failure.ts';

export interface FailureWords {
  /** A heading, where the failure fills a page of its own. */
  readonly title?: string;
  /** What happened, and what is safe. One or two short sentences. */
  readonly sentence: string;
  /** What to do next, when that is not plain from the sentence. */
  readonly next?: string;
}

/** Every failure in the words of the page. The only place where a code becomes a sentence. */
export const sentences: Readonly<Record<FailureCode, FailureWords>> = {
  // network and server
  offline: {
    title: 'You are offline',
    sentence: 'There is no connection right now. What you wrote stays on this page.',
    next: 'Try again when you are back online.',
  },
  server_unreachable: {
    title: 'Holdfast cannot be reached',
    sentence: 'Holdfast does not answer at the moment. What you wrote stays on this page.',
    next: 'Wait a little, then try again.',
  },
  server_error: {
    title: 'The server could not do this',
    sentence: 'Holdfast could not finish this. What you wrote stays on this page.',
    next: 'Try again in a moment.',
  },
  too_many_attempts: {
    title: 'Too many tries',
    sentence: 'There were many tries in a short time, so this is closed for a while.',
    next: 'Wait a few minutes, then try again.',
  },
  signed_out: {
    title: 'You are signed out',
    sentence: 'You have been signed out here. Nothing that was saved is lost.',
    next: 'Sign in again to go on.',
  },
  not_allowed: {
    title: 'This is not yours to open',
    sentence: 'This is closed to the account you are signed in with.',
    next: 'Go back home, or sign in with another address.',
  },
  not_found: {
    title: 'Nothing is here',
    sentence: 'This page does not exist, or no longer does.',
    next: 'Check the address, or go back home.',
  },
  changed_elsewhere: {
    title: 'This has changed elsewhere',
    sentence:
      'This was changed in another tab or on another device meanwhile. Nothing is overwritten.',
    next: 'Open the newer one, and keep what you need of yours.',
  },

  // account and keys
  wrong_password_or_address: {
    sentence: 'This address and password do not belong together.',
    next: 'Check both. Capital letters count in the password.',
  },
  wrong_password: {
    sentence: 'This password does not open it.',
    next: 'Try it once more. Capital letters count.',
  },
  address_taken: {
    sentence: 'There is already an account with this address.',
    next: 'Sign in with it, or use another address.',
  },
  address_invalid: {
    sentence: 'This does not look like an e-mail address.',
    next: 'It needs an @ and a place after it, as in name@example.org.',
  },
  address_unchanged: {
    sentence: 'This is the address that your account has already.',
    next: 'Type the one that you want to use instead.',
  },
  confirm_address_first: {
    title: 'One more step, in your mail',
    sentence: 'Your account is made, and its address is not confirmed yet.',
    next: 'Open the message that was sent to you, follow its link, then sign in.',
  },
  password_weak: {
    sentence: 'This password is too easy to guess.',
    next: 'Four or more words that do not belong together make a good one.',
  },
  password_too_long: {
    sentence: 'This password is longer than Holdfast can take.',
    next: 'A shorter one is as safe: four or more words that do not belong together are plenty.',
  },
  kdf_below_floor: {
    title: 'Stopped, to protect your password',
    sentence:
      'The server asked for weaker protection of your password than is safe. Your password was not sent.',
    next: 'Do not try again before whoever runs this server has looked into it.',
  },
  key_stretch_failed: {
    title: 'This device could not make your keys',
    sentence:
      'This device could not work out the keys from your password. Your password was not sent.',
    next: 'Close other tabs or programs to free memory, then try again.',
  },
  keyring_missing: {
    title: 'Your keys are not here yet',
    sentence:
      'This account has no keys on the server, so there is nothing to open with your password.',
    next: 'Sign in once more, so that they can be made.',
  },
  keyring_broken: {
    title: 'Your keys do not fit together',
    sentence:
      'The keys of this account are damaged or were exchanged. Nothing was opened with them.',
    next: 'Try your recovery code. If it fails too, tell whoever runs this server.',
  },
  recovery_code_mistyped: {
    sentence: 'A letter or digit of the recovery code is not right.',
    next: 'Compare it with your copy, group by group.',
  },
  recovery_code_wrong: {
    sentence: 'This recovery code does not belong to this account.',
    next: 'Look for the newest code you kept: an older one stops working when a new one is made.',
  },
  link_spent: {
    title: 'This link no longer works',
    sentence: 'It was used before, or is older than an hour. Nothing has changed.',
    next: 'Ask for a new one below.',
  },
  not_understood: {
    sentence: 'This comes first: nothing happens before you have read what stays closed.',
    next: 'Tick the box when you want to go on.',
  },
  prove_again: {
    title: 'It has been a while',
    sentence: 'You came in some time ago, and this needs a fresh start. Nothing has changed.',
    next: 'Begin once more from here.',
  },
  passkey_not_used: {
    sentence: 'It was not opened with a passkey: it was put off, or is not on this device.',
    next: 'Try once more, or use your password.',
  },
  passkey_there_already: {
    sentence: 'There is a passkey for this account on that device already.',
    next: 'Use that one, or remove it first.',
  },
  passkey_unsuitable: {
    sentence: 'This passkey cannot do what is needed to open your log.',
    next: 'Your password opens it. Another device or security key may be able to.',
  },
  too_many_passkeys: {
    sentence: 'There are twenty passkeys already, and that is as many as there can be.',
    next: 'Remove one that you no longer use.',
  },
  insecure_context: {
    title: 'This connection is not safe enough',
    sentence: 'Your browser can make and use keys over https only. Nothing was sent.',
    next: 'Open Holdfast at an address that begins with https.',
  },
  browser_too_old: {
    title: 'This browser is too old',
    sentence: 'This browser cannot do the encryption that Holdfast needs.',
    next: 'Update it, or use a recent Firefox, Chrome, Edge or Safari.',
  },
  storage_refused: {
    title: 'This browser keeps nothing',
    sentence: 'This browser refuses to store anything, or has no room left.',
    next: 'Keep this page open until what you wrote is saved, or leave private browsing and make room.',
  },
  locked: {
    title: 'This is locked',
    sentence: 'This is locked, and what is in it is safe.',
    next: 'Type your password to open it.',
  },

  // envelopes
  envelope_tampered: {
    title: 'This cannot be opened',
    sentence:
      'This has been changed since it was written, so it was not opened. Everything else is untouched.',
    next: 'If it stays so, tell whoever runs this server.',
  },
  envelope_unknown_version: {
    title: 'Written by a newer Holdfast',
    sentence: 'This was written with a newer version of Holdfast. It is kept as it is.',
    next: 'Reload the page to get the newer version.',
  },
  envelope_wrong_epoch: {
    title: 'A key is missing here',
    sentence: 'This was written with a key that is not on this device. It is kept as it is.',
    next: 'Sign out and in again, so that your keys are fetched anew.',
  },

  // space and invites
  space_full: {
    title: 'This space has its two partners',
    sentence: 'A space is for exactly two people, and both places are taken.',
    next: 'If this was meant for you, talk with whoever sent you the link.',
  },
  already_in_a_space: {
    title: 'You are in a space already',
    sentence: 'You can be in one space at a time, and you are in one.',
    next: 'Go to your space.',
  },
  space_closed: {
    title: 'Nothing new can be written here now',
    sentence:
      'This space is paused or closed, so nothing new can be written in it. What is already here stays readable.',
  },
  pause_of_partner: {
    title: 'Your partner paused this space',
    sentence: 'Your partner set this pause, so it ends when they end it, or when its time is over.',
  },
  invite_mangled: {
    title: 'This link is not complete',
    sentence: 'A part of this invite link is missing or changed.',
    next: 'Copy the whole link again, or ask your partner for it.',
  },
  invite_expired: {
    title: 'This link has expired',
    sentence: 'An invite link is good for seven days, and these are over.',
    next: 'Ask your partner for a new one.',
  },
  invite_revoked: {
    title: 'This link was taken back',
    sentence: 'This invitation was taken back, so the link no longer opens anything.',
    next: 'Ask your partner for a new one.',
  },
  invite_used: {
    title: 'This link has been used',
    sentence: 'An invite link works once, and this one has been used.',
    next: 'If it was not you who used it, tell your partner.',
  },
  invite_own: {
    title: 'This is your own invitation',
    sentence: 'This link is for your partner. You are already in the space.',
    next: 'Send it to your partner in a way that only the two of you read.',
  },
  invite_forged: {
    title: 'Stopped, to protect the two of you',
    sentence:
      'This invitation does not carry the mark of the person who made it. Nothing was opened.',
    next: 'Talk with your partner, and make a new invitation together.',
  },
  too_many_invites: {
    title: 'Several invitations are waiting',
    sentence:
      'Three invitations of yours are waiting to be answered, and that is as many as there can be.',
    next: 'Take one back, then make a new one.',
  },
  partner_key_changed: {
    title: 'Your partner’s key has changed',
    sentence:
      'The key of your partner is not the one you met before. Nothing new is shared until you know why.',
    next: 'Ask your partner, by voice or side by side, whether something changed in their account.',
  },
  space_rolled_back: {
    title: 'The server shows an older state',
    sentence:
      'This device knows a newer state of your space than the server shows. Nothing was opened or written.',
    next: 'Try again later. If it stays so, tell whoever runs this server.',
  },

  // coming back
  readmission_over: {
    title: 'This request is over',
    sentence: 'It was taken back or declined, or a day has passed. Nothing was opened.',
    next: 'It can be asked anew.',
  },
  readmission_both: {
    title: 'Your partner asks, too',
    sentence:
      'Your partner asks to be let back in as well, so neither of you can open your space now.',
    next: 'Talk with each other. If one of you finds an old password or a recovery code, it opens the way for both.',
  },
  readmission_elsewhere: {
    title: 'This was begun elsewhere',
    sentence: 'The words are being compared on another device or in another browser of yours.',
    next: 'Go on there, or begin anew here.',
  },
  readmission_forged: {
    title: 'Stopped, to protect the two of you',
    sentence: 'What came does not fit together with what your partner sent. Nothing was opened.',
    next: 'Begin anew. If it happens once more, tell whoever runs this server.',
  },
  readmission_tries_over: {
    title: 'Enough for today',
    sentence:
      'This can be tried a few times a day, and these tries are used up. Nothing was opened.',
    next: 'Talk with your partner, and try again tomorrow.',
  },
  words_differ: {
    sentence: 'These are not the words that belong here. Nothing was opened.',
    next: 'Ask your partner to read them once more. If they differ again, do not go on.',
  },

  // writing
  text_too_long: {
    sentence: 'This is longer than fits here. Nothing was cut off.',
    next: 'Shorten it, or put a part of it elsewhere.',
  },
  text_empty: {
    sentence: 'There is nothing written here yet.',
  },
  thread_full: {
    sentence: 'There is no more room beside this one. What you typed is still here.',
    next: 'Remove something that you said earlier, or talk about it in a check-in.',
  },
  date_invalid: {
    sentence: 'This is not a date and time that Holdfast can keep.',
    next: 'Choose the day and the time once more.',
  },
  document_full: {
    title: 'This document is full',
    sentence: 'This document has reached its largest size. What is in it is safe.',
    next: 'Start a new document, and go on there.',
  },
  versions_full: {
    sentence:
      'You have kept 300 versions of this document, and there is room for no more. Nothing was changed.',
    next: 'Start a new document, and go on there.',
  },
  document_deleted: {
    title: 'This document was deleted',
    sentence:
      'This document was deleted, so nothing new is written into it. What you wrote stays here.',
    next: 'Either of you can bring it back for 30 days.',
  },
  check_in_already_open: {
    sentence: 'A check-in is open already, by you or by your partner.',
    next: 'Go on with that one.',
  },
  check_in_sealed: {
    sentence: 'Your answers are sealed, so they can no longer be changed.',
    next: 'Until both of you have sealed, you can take your seal back.',
  },
  check_in_not_revealed: {
    sentence: 'This opens when both of you have sealed, for both at the same moment.',
  },
  check_in_closed: {
    sentence: 'This check-in is closed. You can read it, and no longer write in it.',
  },

  unexpected: {
    title: 'Something went wrong',
    sentence: 'This did not work, and we do not know why. What you wrote stays on this page.',
    next: 'Try again. If it happens once more, copy what you wrote and reload the page.',
  },
};

/** What to tell the person about a failure: its words, with the time to wait where the failure knows it. */
export function wordsFor(failure: Failure): FailureWords {
  const words = sentences[failure.code];
  if (failure.code !== 'too_many_attempts' || failure.retryAfterSeconds === undefined) return words;
  return { ...words, next: `Try again ${waitInWords(failure.retryAfterSeconds)}.` };
}

/** The words for a failure as one text: what happened, and what to do next. For a place that has room for one line only. */
export function sentenceOf(failure: Failure): string {
  const { sentence, next } = wordsFor(failure);
  return next ? `${sentence} ${next}` : sentence;
}

function waitInWords(seconds: number): string {
  if (seconds <= 60) return 'in a minute';
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `in ${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? 'in an hour' : `in ${hours} hours`;
}
