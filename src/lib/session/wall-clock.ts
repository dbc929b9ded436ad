/** The time now. Apart from the runes classes, in which a date that is made looks like state. */
export function wallClock(): Date {
  return new Date();
}
