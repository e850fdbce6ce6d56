import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant, printInstant } from './instant.ts';

describe('an instant', () => {
  it.each([
    ['2026-11-21T07:48:00Z', '2026-11-21T07:48:00.000Z'],
    ['2026-11-21T15:48:00+08:00', '2026-11-21T07:48:00.000Z'],
    ['2026-11-21T00:00:00.5-03:30', '2026-11-21T03:30:00.500Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0099-06-01T00:00:00Z', '0099-06-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s and prints it in UTC', (text, printed) => {
    expect(printInstant(parseInstant(text))).toBe(printed);
  });

  it.each([
    ['2026-11-21T07:48:00', 'has no zone: end it with Z for UTC, or an offset as +08:00.'],
    ['2026-02-29T07:48:00Z', 'is not on a day of the calendar: check month, day and leap year.'],
    ['2026-11-21T24:00:00Z', 'has no such time: hours go to 23, minutes and seconds to 59.'],
    ['2026-12-31T23:59:60Z', 'has no such time: hours go to 23, minutes and seconds to 59.'],
    ['2026-11-21T07:48:00+24:00', 'has no such time: hours go to 23, minutes and seconds to 59.'],
    ['2026-11-21T07:48:00.1234Z', 'is finer than a millisecond: write at most three digits after the point.'],
    ['0001-01-01T00:00:00+00:01', 'leaves the years 0001 to 9999 in UTC: write an instant within them.'],
    ['9999-12-31T23:59:59-00:01', 'leaves the years 0001 to 9999 in UTC: write an instant within them.'],
    ['2026-11-21', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
    ['2026-11-21 07:48:00Z', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
    ['2026-11-21T07:48Z', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
    ['+002026-11-21T07:48:00Z', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
    ['1795247280000', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
    ['', 'is not an instant: write it as 2026-11-21T07:48:00Z, with a zone.'],
  ])('refuses %s', (text, sentence) => {
    expect(() => parseInstant(text)).toThrow(`"${text}" ${sentence}`);
  });

  it('comes back from its print, for every millisecond of the years 1 to 9999', () => {
    const range = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.date({ ...range, noInvalidDate: true }), (date) => {
        expect(parseInstant(printInstant(date)).getTime()).toBe(date.getTime());
      }),
    );
  });

  it('is not printed from an invalid date', () => {
    expect(() => printInstant(new Date(NaN))).toThrow(
      'This instant is not within the years 0001 to 9999: check its source.',
    );
  });
});
