const minute = 60_000;

function startOfDay(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

function clock(date: Date, locale: string): string {
  return date.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}

/**
 * A moment as people say it: "just now", "5 minutes ago", "today at 9:05 AM", "yesterday at …", "last Sunday", "12 March",
 * "12 March 2025"; and towards the future "in 5 minutes", "tomorrow at …", "this Sunday at …".
 *
 * @param locale A BCP 47 tag; the page is in English, so `en` is the default of words, while the clock follows the browser's habit.
 */
export function relativeTime(date: Date, now: Date, locale = clockLocale()): string {
  const elapsed = now.getTime() - date.getTime();
  if (Math.abs(elapsed) < minute) return 'just now';
  if (Math.abs(elapsed) < 60 * minute) {
    const minutes = Math.round(Math.abs(elapsed) / minute);
    const words = minutes === 1 ? '1 minute' : `${minutes} minutes`;
    return elapsed > 0 ? `${words} ago` : `in ${words}`;
  }
  const days = Math.round((startOfDay(now) - startOfDay(date)) / (24 * 60 * minute));
  if (days === 0) return `today at ${clock(date, locale)}`;
  if (days === 1) return `yesterday at ${clock(date, locale)}`;
  if (days === -1) return `tomorrow at ${clock(date, locale)}`;
  const weekday = date.toLocaleDateString(locale, { weekday: 'long' });
  if (days > 1 && days < 7) return `last ${weekday}`;
  if (days < -1 && days > -7) return `this ${weekday} at ${clock(date, locale)}`;
  const sameYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** The same moment in full, for a title: "Sunday, 22 November 2026 at 18:04". */
export function exactTime(date: Date, locale = clockLocale()): string {
  return date.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });
}

/** A day in full, as it is written on paper: "22 November 2026". */
export function dayInFull(date: Date, locale = clockLocale()): string {
  return date.toLocaleDateString(locale, { dateStyle: 'long' });
}

/** English words, in the regional habit of the browser where that is an English one (clock, order of day and month). */
function clockLocale(): string {
  const preferred = typeof navigator === 'undefined' ? undefined : navigator.languages;
  return preferred?.find((tag) => tag.startsWith('en')) ?? 'en-GB';
}
