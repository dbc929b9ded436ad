import type { closeCode } from '../../../src/lib/collab/protocol/frames.ts';

/** What a close code of the relay means, and what the page does then. */
export interface CloseNote {
  readonly when: string;
  readonly then: string;
}

export const closeNotes: Readonly<Record<keyof typeof closeCode, CloseNote>> = {
  ticketSpent: {
    when: 'The ticket was used, is older than 60 seconds or unknown, or the token is about to end.',
    then: 'Asks for another ticket at once, and more slowly if that keeps failing.',
  },
  deleted: {
    when: 'The document was deleted, and its 30 days are not over.',
    then: 'Stops, and reads what is stored by the API. What was written last stays on the device and goes out when it is brought back.',
  },
  notYours: {
    when: 'Not a member, not any more, or the space is paused or closed.',
    then: 'Stops, and reads what is stored by the API. The page says that it can be read and not changed.',
  },
  generationOver: {
    when: 'The document is in another generation, or has to follow the space key into its next.',
    then: 'Asks where it is, moves it on if that must be, and goes along. The page goes on.',
  },
  tooLarge: {
    when: 'A message over 8 MiB, an update over 3 MiB, or a room over 64 MiB.',
    then: 'Stops, and says that what was written last is too large to send.',
  },
  tooMuch: {
    when: 'More messages or rooms than two people make, or a socket that does not read.',
    then: 'Waits at least five seconds, then connects again.',
  },
  restarting: {
    when: 'The relay shuts down, or a room starts again from what is stored.',
    then: 'Connects again, more slowly each time. What was not confirmed is sent again.',
  },
};

/** One reason why the server does not start: words that stand in its source, and what to do. */
export interface StartNote {
  readonly source: string;
  /** A part of the sentence, exactly as it stands in the source. */
  readonly says: string;
  readonly next: string;
}

export const startNotes: readonly StartNote[] = [
  {
    source: 'src/server/env.ts',
    says: '${name} must be ${must}.',
    next: 'A variable has a value that is none: the sentence names the variable and what it must be.',
  },
  {
    source: 'src/server/env.ts',
    says: 'Set either DATABASE_URL or SUPABASE_URL with SUPABASE_PUBLISHABLE_KEY, not both.',
    next: 'Choose one home for the rows.',
  },
  {
    source: 'src/server/env.ts',
    says: 'SUPABASE_URL is set, so SUPABASE_PUBLISHABLE_KEY must be set too.',
    next: 'Set both (and the other way round).',
  },
  {
    source: 'src/server/env.ts',
    says: 'SUPABASE_PUBLISHABLE_KEY holds a secret key',
    next: 'Use the publishable key. Holdfast never acts with more rights than a person has.',
  },
  {
    source: 'src/server/env.ts',
    says: 'SMTP_URL is set, so MAIL_FROM must be set too.',
    next: 'Set both (and the other way round).',
  },
  {
    source: 'src/server/http/listen.ts',
    says: 'is taken by another program; stop it, or set PORT to another number.',
    next: 'As it says.',
  },
  {
    source: 'src/server/http/listen.ts',
    says: 'needs more rights than this program has; set PORT above 1023.',
    next: 'As it says.',
  },
  {
    source: 'src/server/http/listen.ts',
    says: 'which is no address of this machine.',
    next: 'Set HOST to an address of this machine, or leave it out.',
  },
  {
    source: 'src/server/http/pages.ts',
    says: 'There is no built app in',
    next: 'Run `npm run build`; `npm start` does it by itself.',
  },
  {
    source: 'src/server/data-dir/lock.ts',
    says: 'Another Holdfast is running on',
    next: 'Stop the other one, or set DATA_DIR. A lock left behind by a killed process does not count.',
  },
  {
    source: 'src/server/data-dir/secrets.ts',
    says: 'is damaged; restore it from a backup, or remove it so that new secrets are made and everybody signs in again.',
    next: 'As it says. No key of a person is in this file.',
  },
  {
    source: 'src/server/backend/lite.ts',
    says: 'cannot be opened; restore the folder from a backup, or set DATA_DIR to another one.',
    next: 'As it says.',
  },
  {
    source: 'src/server/backend/lite.ts',
    says: 'DATABASE_URL cannot be used: ${reason}.',
    next: 'The reason is named. The address and its password are never printed.',
  },
  {
    source: 'src/server/backend/hosted.ts',
    says: 'does not answer; check the address and the connection.',
    next: 'As it says.',
  },
  {
    source: 'src/server/backend/hosted.ts',
    says: 'does not accept SUPABASE_PUBLISHABLE_KEY.',
    next: 'Copy the publishable key of this project.',
  },
  {
    source: 'src/server/backend/hosted.ts',
    says: 'lacks Holdfast\'s tables; run "npx supabase link" and "npx supabase db push" first.',
    next: 'As it says.',
  },
  {
    source: 'src/server/backend/hosted.ts',
    says: 'answers, but not like a Supabase project.',
    next: 'Check SUPABASE_URL.',
  },
  {
    source: 'src/server/run-server.ts',
    says: 'Holdfast could not start: ',
    next: 'A defect: the place follows, without the message, which might quote what somebody wrote.',
  },
];
