/** A calendar day where the reader is, `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  const month = String(moment.getMonth() + 1).padStart(2, '0');
  const day = String(moment.getDate()).padStart(2, '0');
  return `${String(moment.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}

const dayMs = 86_400_000;

/** Days since 1970 of a calendar day, so that daylight saving does not shift anything. */
function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

function say(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A calendar day as people say it: "today", "yesterday", "Sunday", "last Sunday", "Sunday 4 October", with the year when it is another. */
export function sayDay(day: string, today: string): string {
  const ago = dayNumber(today) - dayNumber(day);
  if (ago === 0) return 'today';
  if (ago === 1) return 'yesterday';
  if (ago === -1) return 'tomorrow';
  const weekday = say(day, { weekday: 'long' });
  if (ago > 1 && ago < 7) return weekday;
  if (ago >= 7 && ago < 14) return `last ${weekday}`;
  return `${weekday} ${say(day, { day: 'numeric', month: 'long' })}${yearUnlessNow(day, today)}`;
}

/** A calendar day in full: "Sunday 4 October 2026". */
export function sayExactDay(day: string): string {
  return `${say(day, { weekday: 'long' })} ${say(day, { day: 'numeric', month: 'long', year: 'numeric' })}`;
}

/** The month of a calendar day: "October", with the year when it is not this one. */
export function sayMonth(day: string, today: string): string {
  return `${say(day, { month: 'long' })}${yearUnlessNow(day, today)}`;
}

function yearUnlessNow(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
}

/** First letter in upper case, for the start of a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
