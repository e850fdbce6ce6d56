import { isRealDay } from './date.ts';
import { quoted, WrongValue } from './wrong-value.ts';

// ISO 8601-1:2019 as narrowed by RFC 3339, 5.6: extended form, seconds written, zone required.
const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))?$/;

/** Reads an ISO 8601 instant with its zone, to the millisecond: `2026-11-21T15:48:00.5+08:00`. */
export function parseInstant(text: string): Date {
  const parts = text.length <= 40 ? form.exec(text) : null;
  if (!parts) {
    throw new WrongValue(`${quoted(text)} is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.`);
  }
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] = parts.slice(7);
  if (!text.endsWith('Z') && !sign) {
    throw new WrongValue(`${quoted(text)} has no zone: end it with Z for UTC, or an offset as +08:00.`);
  }
  if (fraction.length > 3) {
    throw new WrongValue(
      `${quoted(text)} is finer than a millisecond: write at most three digits after the point.`,
    );
  }
  if (!isRealDay(year, month, day)) {
    throw new WrongValue(`${quoted(text)} is not on a day of the calendar: check month, day and leap year.`);
  }
  if (hour > 23 || minute > 59 || second > 59 || Number(zoneHours) > 23 || Number(zoneMinutes) > 59) {
    throw new WrongValue(`${quoted(text)} has no such time: hours go to 23, minutes and seconds to 59.`);
  }
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  // The setters, because `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, day);
  instant.setUTCHours(hour, minute - offset, second, Number(fraction.padEnd(3, '0')));
  if (!isPrintable(instant)) {
    throw new WrongValue(
      `${quoted(text)} leaves the years 0001 to 9999 in UTC: write an instant within them.`,
    );
  }
  return instant;
}

/** The instant in UTC with milliseconds: `2026-11-21T07:48:00.000Z`. Refuses a date outside the years 0001
 *  to 9999. */
export function printInstant(instant: Date): string {
  if (!isPrintable(instant))
    throw new WrongValue('This instant is not within the years 0001 to 9999: check its source.');
  return instant.toISOString();
}

function isPrintable(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
