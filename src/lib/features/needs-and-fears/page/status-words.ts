import type { DocumentStatus } from '../../../collab/provider/types.ts';

export interface StatusWords {
  readonly text: string;
  readonly tone: 'quiet' | 'ok' | 'warn' | 'danger';
  readonly icon: 'saving' | 'here' | 'both' | 'stopped';
  /** One more sentence, for whoever wants to know. */
  readonly detail: string;
}

/**
 * Where what was written is, in words. It says no more than the status does: "for both" is the relay's own confirmation.
 * @param partner name of the other one, or null while there is none
 */
export function statusWords(status: DocumentStatus, partner: string | null): StatusWords {
  const other = partner ?? 'the server';
  switch (status.saved) {
    case 'both':
      return {
        text: partner === null ? 'Saved' : 'Saved for both',
        tone: 'ok',
        icon: 'both',
        detail:
          partner === null
            ? 'Everything here is stored, and readable by you only.'
            : `Everything here is stored, and readable by you and ${partner} only.`,
      };
    case 'here':
      return {
        text: 'Saved here',
        tone: status.connection === 'refused' ? 'warn' : 'quiet',
        icon: 'here',
        detail: waiting(status, other),
      };
    case 'saving':
      return notSaved(status);
  }
}

/** What becomes of what was written last when the relay does not take it, because it is too large. */
export function tooLargeWords({ saved }: DocumentStatus, partner: string): string {
  return saved === 'saving'
    ? `What you wrote last is on this page only and does not reach ${partner}. Copy it into another document before you leave this page.`
    : `What you wrote last stays on this device and does not reach ${partner}. Copy it into another document.`;
}

function waiting(status: DocumentStatus, other: string): string {
  if (status.connection === 'refused') return 'Your last words are on this device only.';
  if (status.connection === 'online') return `On this device, and on its way to ${other}.`;
  return `On this device. It goes to ${other} when there is a connection.`;
}

function notSaved(status: DocumentStatus): StatusWords {
  if (status.connection === 'refused') {
    return {
      text: 'Not saved',
      tone: 'danger',
      icon: 'stopped',
      detail: 'Your last words are on this page only. Copy them before you leave it.',
    };
  }
  if (status.storage === 'refused' && status.connection !== 'online') {
    return {
      text: 'Not saved yet',
      tone: 'warn',
      icon: 'saving',
      detail:
        'This browser keeps nothing on this device. Leave this page open until there is a connection.',
    };
  }
  return { text: 'Saving', tone: 'quiet', icon: 'saving', detail: 'This takes a moment.' };
}
