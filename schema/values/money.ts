import { currencies } from '../../db/lists/currencies.ts';
import { type Locale } from './localized-text.ts';
import { quoted, WrongValue } from './wrong-value.ts';

/** An amount in whole minor units (fen, cent) of a currency by its ISO 4217 code. */
export interface Money {
  amountMinor: bigint;
  currency: string;
}

// What the database can hold in a bigint.
const largest = 2n ** 63n - 1n;

/** Reads whole minor units and a currency: `{ amountMinor: '123450', currency: 'CNY' }` is 1,234.50 yuan. */
export function parseMoney(input: { amountMinor: string; currency: string }): Money {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(input.amountMinor)) {
    throw new WrongValue(
      `${quoted(input.amountMinor)} is not an amount: ` +
        'write whole minor units, digits only, as 123450 for 1,234.50.',
    );
  }
  return money(BigInt(input.amountMinor), parseCurrency(input.currency));
}

/** Reads an ISO 4217 alphabetic code in capitals. */
export function parseCurrency(text: string): string {
  if (!currencies().has(text)) {
    throw new WrongValue(`${quoted(text)} is not a currency: write its ISO 4217 code in capitals, as CNY.`);
  }
  return text;
}

/** The sum of two amounts in one currency. */
export function addMoney(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.amountMinor + b.amountMinor, a.currency);
}

/** Below zero when `a` is less, zero when equal, above zero when more. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return a.amountMinor < b.amountMinor ? -1 : a.amountMinor > b.amountMinor ? 1 : 0;
}

/** The amount in major units as exact decimal text, for files and forms: `1234.50`. */
export function decimalAmount({ amountMinor, currency }: Money): `${number}` {
  const digits = currencies().get(currency) ?? 0;
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  // Digits with at most one point are a numeral; the type cannot see it.
  return `${sign}${decimal}` as `${number}`;
}

/** The amount for a reader: `¥1,234.50` in Chinese, `CN¥1,234.50` in English, where ¥ alone could be yen. */
export function printMoney(amount: Money, locale: Locale): string {
  const digits = currencies().get(amount.currency) ?? 0;
  return new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimalAmount(amount));
}

function money(amountMinor: bigint, currency: string): Money {
  if (amountMinor > largest || amountMinor < -largest) {
    throw new WrongValue(
      `An amount of ${amountMinor.toString().length} digits is too large: use at most ${largest}.`,
    );
  }
  return { amountMinor, currency };
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new WrongValue(`${a.currency} and ${b.currency} cannot be mixed: exchange one of them first.`);
  }
}
