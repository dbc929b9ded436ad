import { afterEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PartnerMark from './PartnerMark.svelte';
import RelativeTime from './RelativeTime.svelte';
import { dayInFull } from './relative-time.ts';
import './styles/app.css';

const media = (name: 'print' | '') => cdp().send('Emulation.setEmulatedMedia', { media: name });

afterEach(() => media(''));

/** What stands in a place, as it is seen now; `innerText` leaves out what the style sheet writes. */
function seen(place: HTMLElement): string {
  const written = [...place.querySelectorAll('[data-on-paper]')].map((each) => {
    const { content } = getComputedStyle(each, '::after');
    return content === 'none' ? '' : (JSON.parse(content) as string);
  });
  return [...place.innerText.split(/\s+/), ...written].filter(Boolean).join(' ');
}

test('on paper, "you" is a name and "6 minutes ago" a date', async () => {
  const date = new Date(Date.now() - 6 * 60_000);
  const { container: person } = await render(PartnerMark, {
    ...{ name: 'Ada', of: 1, as: 'You', named: true },
  });
  const { container: time } = await render(RelativeTime, { date });
  expect([seen(person), seen(time)]).toEqual(['A You', '6 minutes ago']);
  await media('print');
  expect([seen(person), seen(time)]).toEqual(['A Ada', dayInFull(date)]);
  expect(dayInFull(new Date(2026, 2, 12))).toMatch(/March.*2026/);
});
