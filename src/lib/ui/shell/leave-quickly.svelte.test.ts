import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import LeaveQuickly from './LeaveQuickly.svelte';

const boot = await (await fetch('/boot.js')).text();

/** A page of its own in a frame, with the script that every page runs; the frame goes before it has led anywhere. */
function openPage(): { document: Document; left: () => boolean; prompts: () => boolean } {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const inner = frame.contentDocument;
  const view = frame.contentWindow;
  if (!inner || !view) throw new Error('The frame has no document.');
  inner.title = 'Needs and fears';
  inner.body.innerHTML = '<a data-leave href="#gone"><span>Leave</span></a><textarea></textarea>';
  const script = inner.createElement('script');
  script.textContent = boot;
  let left = false;
  inner.addEventListener('holdfast:leave', () => {
    left = true;
    frames.splice(0).forEach((one) => one.remove());
  });
  inner.head.append(script);
  frames.push(frame);
  return {
    document: inner,
    left: () => left,
    prompts: () => {
      let asked = false;
      view.addEventListener('beforeunload', () => (asked = true));
      view.dispatchEvent(new Event('beforeunload', { cancelable: true }));
      return asked;
    },
  };
}

const frames: HTMLIFrameElement[] = [];
afterEach(() => {
  frames.splice(0).forEach((frame) => frame.remove());
  sessionStorage.clear();
});

function key(page: Document, type: 'keydown' | 'keyup', name: string): void {
  page.body.dispatchEvent(new KeyboardEvent(type, { key: name, bubbles: true }));
}

function press(page: Document, name: string): void {
  key(page, 'keydown', name);
  key(page, 'keyup', name);
}

test('the button leaves, and the page is blank and nameless at once', () => {
  const page = openPage();
  page.document.querySelector('span')?.click();
  expect(page.left()).toBe(true);
  expect(page.document.documentElement.style.display).toBe('none');
  expect(page.document.title).toBe('');
});

test('Shift three times leaves', () => {
  const page = openPage();
  press(page.document, 'Shift');
  press(page.document, 'Shift');
  expect(page.left()).toBe(false);
  press(page.document, 'Shift');
  expect(page.left()).toBe(true);
});

test('writing capitals never leaves', () => {
  const page = openPage();
  for (const letter of ['I', 'A', 'M', 'H', 'E', 'R', 'E']) {
    key(page.document, 'keydown', 'Shift');
    press(page.document, letter);
    key(page.document, 'keyup', 'Shift');
  }
  expect(page.left()).toBe(false);
});

test('Shift, held down, counts once', () => {
  const page = openPage();
  for (let repeat = 0; repeat < 10; repeat += 1) {
    page.document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Shift', repeat: repeat > 0, bubbles: true }),
    );
  }
  key(page.document, 'keyup', 'Shift');
  expect(page.left()).toBe(false);
});

test('a page asks before it is left, until it is left quickly', () => {
  const page = openPage();
  expect(page.prompts()).toBe(true);
  press(page.document, 'Shift');
  press(page.document, 'Shift');
  press(page.document, 'Shift');
  expect(page.prompts()).toBe(false);
});

test('the way out is a link that works without scripts, says all of its name, and sends no referrer', async () => {
  const screen = await render(LeaveQuickly);
  const link = screen.getByRole('link', { name: 'Leave this page quickly' });
  await expect.element(link).toHaveAttribute('href', 'https://www.wikipedia.org/');
  await expect.element(link).toHaveAttribute('rel', expect.stringContaining('noreferrer'));
  await expect.element(link).toHaveAttribute('data-leave');
});
