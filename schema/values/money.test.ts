import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMoney, compareMoney, decimalAmount, parseMoney, printMoney } from './money.ts';

const money = (amountMinor: string, currency = 'CNY') => parseMoney({ amountMinor, currency });

it('reads whole minor units', () => {
  expect(money('123450')).toEqual({ amountMinor: 123450n, currency: 'CNY' });
  expect(money('-1')).toEqual({ amountMinor: -1n, currency: 'CNY' });
  expect(money('9223372036854775807')).toEqual({ amountMinor: 9223372036854775807n, currency: 'CNY' });
});

it('refuses anything but digits, and what the database cannot hold', () => {
  for (const text of ['', '1.5', '1,000', '+1', '-0', '007', '1e3', ' 1', '１', '12345678901234567890']) {
    expect(() => money(text)).toThrow(
      'is not an amount: write whole minor units, digits only, as 123450 for 1,234.50.',
    );
  }
  expect(() => money('9223372036854775808')).toThrow(
    'An amount of 19 digits is too large: use at most 9223372036854775807.',
  );
});

it('knows the currencies of ISO 4217 and no other', () => {
  for (const code of ['RMB', 'cny', 'XXX', 'XAU', '', 'CNY ']) {
    expect(() => money('1', code)).toThrow(
      `"${code}" is not a currency: write its ISO 4217 code in capitals, as CNY.`,
    );
  }
});

it('adds and compares within one currency only', () => {
  expect(addMoney(money('70'), money('-100'))).toEqual(money('-30'));
  expect([
    compareMoney(money('1'), money('2')),
    compareMoney(money('2'), money('2')),
    compareMoney(money('3'), money('2')),
  ]).toEqual([-1, 0, 1]);
  expect(() => addMoney(money('1'), money('1', 'USD'))).toThrow(
    'CNY and USD cannot be mixed: exchange one of them first.',
  );
  expect(() => compareMoney(money('0'), money('0', 'JPY'))).toThrow(
    'CNY and JPY cannot be mixed: exchange one of them first.',
  );
  expect(() => addMoney(money('9223372036854775807'), money('1'))).toThrow('is too large');
});

it('prints every digit, for the reader of each language', () => {
  expect(printMoney(money('123450'), 'zh')).toBe('¥1,234.50');
  expect(printMoney(money('123450'), 'en')).toBe('CN¥1,234.50');
  expect(printMoney(money('-5'), 'zh')).toBe('-¥0.05');
  expect(printMoney(money('1234', 'JPY'), 'en')).toBe('¥1,234');
  expect(printMoney(money('9223372036854775807'), 'zh')).toBe('¥92,233,720,368,547,758.07');
});

it('writes exact decimals with the minor digits of the currency', () => {
  expect(['CNY', 'JPY', 'KWD', 'CLF'].map((code) => decimalAmount(money('-5', code)))).toEqual([
    '-0.05',
    '-5',
    '-0.005',
    '-0.0005',
  ]);
});

it('loses nothing on the way to text and back', () => {
  const largest = 2n ** 63n - 1n;
  fc.assert(
    fc.property(fc.bigInt({ min: -largest, max: largest }), (amountMinor) => {
      expect(money(String(amountMinor)).amountMinor).toBe(amountMinor);
      expect(BigInt(decimalAmount({ amountMinor, currency: 'KWD' }).replace('.', ''))).toBe(amountMinor);
    }),
  );
});
