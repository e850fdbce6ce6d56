import { quoted, WrongValue } from './wrong-value.ts';

declare const brand: unique symbol;
/** A day of the calendar without a time or a zone, as `2026-11-21`; such texts sort in the order of time. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

/** True for a day that the Gregorian calendar has, in the years 1 to 9999. Source: ISO 8601-1:2019, 4.2. */
export function isRealDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && year <= 9999 && days !== undefined && day >= 1 && day <= days;
}

/** Reads `YYYY-MM-DD`, real days only. */
export function parseDate(text: string): CalendarDate {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined)
    throw new WrongValue(`${quoted(text)} is not a date: write YYYY-MM-DD, as 2026-11-21.`);
  if (!isRealDay(Number(year), Number(month), Number(day))) {
    throw new WrongValue(`${quoted(text)} is not a day of the calendar: check month, day and leap year.`);
  }
  // The only place that makes the brand, after the text was checked.
  return text as CalendarDate;
}

/** The text of a date, which is the date itself. */
export function printDate(date: CalendarDate): string {
  return date;
}
