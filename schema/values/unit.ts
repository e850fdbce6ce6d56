import Qty from 'js-quantities';
import { quoted, WrongValue } from './wrong-value.ts';

/** What a unit is worth in SI base units. Units with one `base` can be compared. */
export interface Unit {
  /** The unit as we print it. */
  text: string;
  /** SI base units, as `kg/m3`; `1` without a dimension. */
  base: string;
  toBase: (value: number) => number;
}

// What js-quantities reads as something else: pH as picohenry, m/z as metre per zepto, U with a wrong
// factor; or not at all.
const ownDimension = new Set(['pH', 'm/z', 'CFU', 'IU', 'U']);
const ambiguous: ReadonlyMap<string, string> = new Map([
  ['ton', 't for 1,000 kg'],
  ['tons', 't for 1,000 kg'],
  ['mu', 'm2 for an area'],
]);
// Its degC is a difference of temperature; whoever writes degC on its own means the temperature.
const degrees: ReadonlyMap<string, string> = new Map([
  ...['°C', 'degC', 'tempC', 'celsius', 'Celsius', '摄氏度'].map((name) => [name, 'tempC'] as const),
  ...['°F', 'degF', 'tempF', 'fahrenheit', 'Fahrenheit'].map((name) => [name, 'tempF'] as const),
  ...['K', 'degK', 'tempK', 'kelvin'].map((name) => [name, 'tempK'] as const),
]);
const spelling = list(
  'Å angstrom, ° deg, K degK, kelvin degK, r rotation, lx lux, ha hectare',
  '吨 t, 千克 kg, 公斤 kg, 克 g, 毫克 mg, 微克 ug, 升 L, 毫升 mL, 微升 uL',
  '千米 km, 米 m, 厘米 cm, 毫米 mm, 微米 um, 纳米 nm, 天 day, 小时 h, 分钟 min, 秒 s',
  '个 each, 件 each, 台 each, 套 each',
);
const symbols = list(
  'kilogram kg, meter m, second s, ampere A, kelvin K, mole mol, candela cd',
  'radian rad, steradian sr, byte B, decibel dB',
);
const prefixes = new Set([
  ...['yotta', 'zetta', 'exa', 'peta', 'tera', 'giga', 'mega', 'kilo', 'hecto', 'deca', 'deci', 'centi'],
  ...['milli', 'micro', 'nano', 'pico', 'femto', 'atto', 'zepto', 'yocto'],
  ...['kibi', 'mebi', 'gibi', 'tebi', 'pebi', 'exi', 'zebi', 'yebi'],
]);

/** Reads a unit: symbols with prefixes, joined by `/` and `·`, with exponents: `mg/mL`, `W/m2/K`, `°C`,
 *  `毫升`. */
export function parseUnit(text: string): Unit {
  if (text.length > 60) throw unknown(text);
  const tidy = text
    .normalize('NFKC')
    .trim()
    .replaceAll(/[*⋅×]/g, '·')
    .replaceAll('^', '')
    .replaceAll('−', '-');
  const degree = degrees.get(tidy);
  if (degree) return { text: tidy, base: 'K', toBase: (value) => temperature(value, degree) };
  if (ownDimension.has(tidy)) return { text: tidy, base: tidy, toBase: (value) => value };
  const [numerator = '', ...denominators] = tidy.split('/');
  if (denominators.some((part) => part.includes('·'))) {
    throw new WrongValue(`${quoted(text)} can be read in two ways: write one unit after each /, as W/m/K.`);
  }
  const dimension = new Map<string, number>();
  let factor = 1;
  const take = (part: string, direction: 1 | -1) => {
    const [, name, power = '1'] = /^([\p{L}%°]+)(-?[1-9])?$/u.exec(part) ?? [];
    if (name === undefined) throw unknown(text);
    const single = singleUnit(name, text);
    const exponent = direction * Number(power);
    factor *= single.factor ** exponent;
    for (const [base, count] of single.dimension) {
      dimension.set(base, (dimension.get(base) ?? 0) + count * exponent);
    }
  };
  if (numerator !== '1') for (const part of numerator.split('·')) take(part, 1);
  for (const part of denominators) take(part, -1);
  return { text: tidy, base: printDimension(dimension), toBase: (value) => value * factor };
}

function singleUnit(name: string, text: string): { factor: number; dimension: Map<string, number> } {
  if (ownDimension.has(name)) return { factor: 1, dimension: new Map([[name, 1]]) };
  const meant = ambiguous.get(name);
  if (meant) throw new WrongValue(`${quoted(text)} is ambiguous: write ${meant}.`);
  if (degrees.has(name) && degrees.get(name) !== 'tempK') throw joinsDegrees(text);
  const { written, base } = readSingle(spelling.get(name) ?? name.replace(/Ω$/, 'Ohm'), text);
  // It also reads symbols run together (`kgm`, or `MΩ` as molar times ohm); we want a separator there.
  const units = names(written.numerator).filter((unit) => !prefixes.has(unit));
  if (units.length !== 1 || names(written.denominator).length > 0) throw unknown(text);
  if (/^(?:celsius|fahrenheit|rankine|temp-.)$/.test(units[0] ?? '')) throw joinsDegrees(text);
  if (/^(?:dollar|cents)$/.test(units[0] ?? '')) {
    throw new WrongValue(`${quoted(text)} is a currency: give an amount of money as money.`);
  }
  const dimension = new Map<string, number>();
  const count = (unit: string, by: 1 | -1) => dimension.set(unit, (dimension.get(unit) ?? 0) + by);
  for (const unit of names(base.numerator)) count(symbols.get(unit) ?? unit, 1);
  for (const unit of names(base.denominator)) count(symbols.get(unit) ?? unit, -1);
  return { factor: base.scalar, dimension };
}

/** Its `['<kilo>', '<meter>']` without the brackets, and without the `<1>` that stands for nothing. */
function names(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== '<1>').map((part) => part.slice(1, -1));
}

function readSingle(name: string, text: string): { written: Qty; base: Qty } {
  try {
    const written = Qty(1, name);
    return { written, base: written.toBase() };
  } catch {
    // Its table of units answers to names such as `constructor`, so more than its own error can come out.
    throw unknown(text);
  }
}

function temperature(value: number, unit: string): number {
  try {
    return Qty(value, unit).toBase().scalar;
  } catch {
    throw new WrongValue(`${value} is below absolute zero: check the temperature and its unit.`);
  }
}

function printDimension(dimension: ReadonlyMap<string, number>): string {
  const parts = [...dimension].filter(([, power]) => power !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const print = ([unit, power]: [string, number]) => `${unit}${Math.abs(power) === 1 ? '' : Math.abs(power)}`;
  const above = parts.filter(([, power]) => power > 0).map(print);
  const below = parts.filter(([, power]) => power < 0).map(print);
  return [above.join('·') || '1', ...below].join('/');
}

function unknown(text: string): WrongValue {
  return new WrongValue(
    `${quoted(text)} is not a unit we know: write SI symbols joined by / and ·, as mg/mL.`,
  );
}

function joinsDegrees(text: string): WrongValue {
  return new WrongValue(
    `${quoted(text)} joins degrees with another unit: write K for a difference of temperature.`,
  );
}

function list(...lines: string[]): ReadonlyMap<string, string> {
  const pairs = lines.join(', ').split(', ');
  return new Map(pairs.map((pair) => pair.split(' ') as [string, string]));
}
