import Check from '@lucide/svelte/icons/check';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import Smartphone from '@lucide/svelte/icons/smartphone';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { DocumentStatus } from '../../collab/provider/index.ts';
import type { AnswersDraft } from './answers-draft.svelte.ts';

export interface SavedWords {
  readonly text: string;
  readonly detail?: string;
  readonly tone: 'quiet' | 'ok' | 'warn' | 'danger';
  readonly icon?: typeof Check;
}

/** What the page says about where one's own answers are kept: never more than is true. */
export function sayDraft(draft: AnswersDraft): SavedWords {
  switch (draft.state) {
    case 'untouched':
      return { text: 'Saved as you write, for your eyes only', tone: 'quiet' };
    case 'saving':
      return { text: 'Saving', tone: 'quiet' };
    case 'stored':
      return { text: 'Saved, for your eyes only', tone: 'ok', icon: Check };
    case 'here':
      return {
        text: 'Saved on this device',
        detail: whyOnlyHere(draft),
        tone: 'warn',
        icon: Smartphone,
      };
    case 'nowhere':
      return {
        text: 'Not saved yet. Please keep this page open.',
        tone: 'danger',
        icon: TriangleAlert,
      };
  }
}

function whyOnlyHere(draft: AnswersDraft): string {
  if (draft.tooLong.length > 0) return 'One answer is too long to be stored in your space.';
  if (draft.others.length > 0) return 'It is stored in your space when you have chosen below.';
  if (draft.unreadable) return 'It is stored in your space when you begin anew.';
  return 'It is stored in your space as soon as the server can be reached.';
}

/** What the page says about where the words of the hearing are. */
export function sayHearing(status: DocumentStatus): SavedWords {
  if (status.changesMissing) {
    return {
      text: 'Something is missing',
      detail: 'Some of what was written here could not be opened or has not arrived.',
      tone: 'warn',
      icon: TriangleAlert,
    };
  }
  if (status.saved === 'both') return { text: 'Saved for both of you', tone: 'ok', icon: Check };
  if (status.saved === 'saving') return { text: 'Saving', tone: 'quiet' };
  if (status.storage === 'refused') {
    return {
      text: 'Not saved yet. Please keep this page open.',
      tone: 'danger',
      icon: TriangleAlert,
    };
  }
  return {
    text: 'Saved on this device',
    detail:
      status.connection === 'refused'
        ? 'It stays on this device: nothing new reaches your space now.'
        : 'Your partner sees it as soon as the server can be reached.',
    tone: 'warn',
    icon: CloudOff,
  };
}
