import type { DecorationAttrs } from '@tiptap/pm/view';

function slotOf(user: Record<string, unknown>): string {
  return user.slot === 2 ? '2' : '1';
}

/** The other one's cursor: a thin line in their colour with their name. Not read aloud: it stands in the middle of a sentence. */
export function drawCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'caret';
  caret.dataset.slot = slotOf(user);
  caret.setAttribute('aria-hidden', 'true');
  const name = document.createElement('span');
  name.className = 'caret-name';
  name.textContent = typeof user.name === 'string' ? user.name : '';
  caret.append(name);
  return caret;
}

/** What the other one has selected, in their colour. */
export function selectionAttributes(user: Record<string, unknown>): DecorationAttrs {
  return { class: 'caret-selection', 'data-slot': slotOf(user) };
}
