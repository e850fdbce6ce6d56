import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDate, printDate } from './date.ts';

it('reads real days, from the year 1 to the year 9999', () => {
  for (const text of ['2026-11-21', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) {
    expect(printDate(parseDate(text))).toBe(text);
  }
});

it('refuses days that no calendar has', () => {
  for (const text of [
    '2025-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
  ]) {
    expect(() => parseDate(text)).toThrow(
      `"${text}" is not a day of the calendar: check month, day and leap year.`,
    );
  }
});

it('refuses every other way of writing a day', () => {
  for (const text of [
    '',
    '2026-1-2',
    '20261121',
    '21.11.2026',
    '2026-11-21T00:00:00Z',
    ' 2026-11-21',
    '２０２６-11-21',
  ]) {
    expect(() => parseDate(text)).toThrow(/is not a date: write YYYY-MM-DD, as 2026-11-21\.$/);
  }
});

it('agrees with the calendar of the runtime on every day', () => {
  const days = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(days, (day) => parseDate(day.toISOString().slice(0, 10)) === day.toISOString().slice(0, 10)),
  );
});
