import { dayOf } from '../../domain/log/days.ts';

/** The calendar day so many days after a moment, where the reader is. */
export function dayAfter(moment: Date, days: number): string {
  return dayOf(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + days));
}

/** When a calendar day begins, where the reader is. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00`);
}
