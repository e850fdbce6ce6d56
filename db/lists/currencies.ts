import { lazily, readList } from './read.ts';

/** How many digits of an ISO 4217 currency are minor units (CNY 2, JPY 0), by its code. Read once. */
export const currencies: () => ReadonlyMap<string, number> = lazily(
  () =>
    new Map(
      readList('currencies.csv', ['code', 'minor_digits']).map(([code = '', digits]) => [
        code,
        Number(digits),
      ]),
    ),
);
