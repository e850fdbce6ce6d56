import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareQuantity, parseQuantity, parseQuantityRange, printQuantity, toBase } from './quantity.ts';

const base = (value: number, unit: string) => printQuantity(toBase({ value, unit }));

it('gives one number for one quantity in any unit', () => {
  expect(toBase({ value: 2, unit: 'mg/mL' })).toEqual({ value: 2, unit: 'kg/m3' });
  expect(toBase({ value: 2, unit: 'g/L' })).toEqual({ value: 2, unit: 'kg/m3' });
  expect(compareQuantity({ value: 2, unit: 'mg/mL' }, { value: 2, unit: 'g/L' })).toBe(0);
  expect(compareQuantity({ value: 0.1, unit: 'g' }, { value: 100, unit: 'mg' })).toBe(0);
  expect(compareQuantity({ value: 0.3, unit: 'µm' }, { value: 301, unit: 'nm' })).toBe(-1);
  expect(compareQuantity({ value: 3000, unit: 'r/min' }, { value: 2999, unit: 'rpm' })).toBe(1);
});

// Factors from the SI brochure (BIPM, 9th edition); they hold the library to it.
describe('one of each unit in SI base units', () => {
  it.each([
    ['t', '1000 kg'],
    ['L', '0.001 m3'],
    ['mL', '0.000001 m3'],
    ['ha', '10000 m2'],
    ['Å', '1e-10 m'],
    ['min', '60 s'],
    ['h', '3600 s'],
    ['d', '86400 s'],
    ['N', '1 kg·m/s2'],
    ['MPa', '1000000 kg/m/s2'],
    ['bar', '100000 kg/m/s2'],
    ['kW', '1000 kg·m2/s3'],
    ['kWh', '3600000 kg·m2/s2'],
    ['kV', '1000 kg·m2/A/s3'],
    ['kΩ', '1000 kg·m2/A2/s3'],
    ['MΩ', '1000000 kg·m2/A2/s3'],
    ['F', '1 A2·s4/kg/m2'],
    ['H', '1 kg·m2/A2/s2'],
    ['T', '1 kg/A/s2'],
    ['GHz', '1000000000 1/s'],
    ['lx', '1 cd·sr/m2'],
    ['mPa·s', '0.001 kg/m/s'],
    ['W/m2/K', '1 kg/K/s3'],
    ['mol/L', '1000 mol/m3'],
    ['cm^-1', '100 1/m'],
    ['m³/h', '0.000277777777778 m3/s'],
    ['K/min', '0.0166666666667 K/s'],
    ['ppm', '0.000001 1'],
    ['%', '0.01 1'],
    ['°', '0.0174532925199 rad'],
    ['pH', '1 pH'],
    ['m/z', '1 m/z'],
    ['CFU/mL', '1000000 CFU/m3'],
    ['U/mL', '1000000 U/m3'],
    ['毫升', '0.000001 m3'],
    ['件', '1 each'],
  ])('1 %s is %s', (unit, expected) => {
    expect(base(1, unit)).toBe(expected);
  });
});

it('reads temperatures with their zero, and refuses what is below the lowest', () => {
  expect(base(25, '℃')).toBe('298.15 K');
  expect(base(25, 'degC')).toBe('298.15 K');
  expect(base(77, '°F')).toBe('298.15 K');
  expect(compareQuantity({ value: 25, unit: '°C' }, { value: 298.15, unit: 'K' })).toBe(0);
  expect(() => parseQuantity({ value: -300, unit: '°C' })).toThrow(
    '-300 is below absolute zero: check the temperature and its unit.',
  );
  expect(() => parseQuantity({ value: 5, unit: '°C/min' })).toThrow(
    '"°C/min" joins degrees with another unit: write K for a difference of temperature.',
  );
});

it('keeps the unit as written, in one spelling', () => {
  const units = ['mg/mL', ' µm ', 'm²', '㎡', 'cm^-1', 'mPa*s', '℃'];
  expect(units.map((unit) => parseQuantity({ value: 1, unit }).unit)).toEqual([
    'mg/mL',
    'μm',
    'm2',
    'm2',
    'cm-1',
    'mPa·s',
    '°C',
  ]);
});

it('refuses units it does not know, in a sentence that helps', () => {
  for (const unit of [
    '',
    'furlongs per week',
    'kgm',
    '5 kg',
    'kg kg',
    '-kg',
    'kg/',
    'm99',
    'constructor',
    '__proto__',
    '"',
    'dBm',
    'm'.repeat(61),
  ]) {
    expect(() => parseQuantity({ value: 1, unit })).toThrow(
      'is not a unit we know: write SI symbols joined by / and ·, as mg/mL.',
    );
  }
  expect(() => parseQuantity({ value: 1, unit: 'ton' })).toThrow('"ton" is ambiguous: write t for 1,000 kg.');
  expect(() => parseQuantity({ value: 1, unit: 'kg/m·s' })).toThrow(
    '"kg/m·s" can be read in two ways: write one unit after each /, as W/m/K.',
  );
  expect(() => parseQuantity({ value: 1, unit: 'USD' })).toThrow(
    '"USD" is a currency: give an amount of money as money.',
  );
});

it('refuses to compare what cannot be compared', () => {
  expect(() => compareQuantity({ value: 1, unit: 'kg' }, { value: 1, unit: 'm' })).toThrow(
    '"kg" and "m" measure different things: compare units of one kind.',
  );
});

it('refuses numbers without end', () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    expect(() => parseQuantity({ value, unit: 'kg' })).toThrow(
      `${value} is not a quantity: give a finite number.`,
    );
  }
  expect(() => parseQuantity({ value: 1e305, unit: 'Gm' })).toThrow(
    '1e+305 is not a quantity: give a finite number.',
  );
});

it('reads ranges with one end or two', () => {
  expect(parseQuantityRange({ min: 50, max: 6000, unit: 'm/z' })).toEqual({
    min: 50,
    max: 6000,
    unit: 'm/z',
  });
  expect(parseQuantityRange({ max: 200, unit: 'kg' })).toEqual({ min: null, max: 200, unit: 'kg' });
  expect(() => parseQuantityRange({ unit: 'kg' })).toThrow('The range has no end: give min, max, or both.');
  expect(() => parseQuantityRange({ min: 2, max: 1, unit: 'kg' })).toThrow(
    'The range runs from 2 down to 1: give min as the smaller one.',
  );
  expect(() => parseQuantityRange({ min: NaN, max: 1, unit: 'kg' })).toThrow(
    'NaN is not a quantity: give a finite number.',
  );
});

it('reads what it printed', () => {
  const units = fc.constantFrom('mg/mL', 'kΩ', '°C', 'm2/g', 'W/m2/K', '毫升', 'pH', 'cm-1');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), units, (value, unit) => {
      const once = parseQuantity({ value, unit });
      expect(parseQuantity(once)).toEqual(once);
      expect(toBase(toBase(once))).toEqual(toBase(once));
    }),
  );
});
