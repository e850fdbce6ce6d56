import { parseUnit } from './unit.ts';
import { quoted, WrongValue } from './wrong-value.ts';

/** A number with its unit: `{ value: 2, unit: 'mg/mL' }`. */
export interface Quantity {
  value: number;
  unit: string;
}

/** From and to, both included, in one unit; null where that side is open, and never on both sides. */
export interface QuantityRange {
  min: number | null;
  max: number | null;
  unit: string;
}

/** Reads a finite number with a known unit. */
export function parseQuantity(input: Quantity): Quantity {
  const unit = parseUnit(input.unit);
  baseValue(input.value, unit.toBase);
  return { value: input.value + 0, unit: unit.text };
}

/** Reads a range; `min` may equal `max`, and one of them may be absent. */
export function parseQuantityRange(input: {
  min?: number | null;
  max?: number | null;
  unit: string;
}): QuantityRange {
  const { min = null, max = null } = input;
  if (min === null && max === null) throw new WrongValue('The range has no end: give min, max, or both.');
  if (min !== null && max !== null && min > max) {
    throw new WrongValue(`The range runs from ${min} down to ${max}: give min as the smaller one.`);
  }
  let unit = input.unit;
  for (const value of [min, max]) if (value !== null) unit = parseQuantity({ value, unit }).unit;
  return { min: min === null ? null : min + 0, max: max === null ? null : max + 0, unit };
}

/** The same quantity in SI base units, to twelve digits, so that 2 mg/mL and 2 g/L give one number. */
export function toBase(quantity: Quantity): Quantity {
  const unit = parseUnit(quantity.unit);
  return { value: baseValue(quantity.value, unit.toBase), unit: unit.base };
}

/** Compares what two quantities measure, whatever their units; refuses kilograms with metres. */
export function compareQuantity(a: Quantity, b: Quantity): -1 | 0 | 1 {
  const [left, right] = [toBase(a), toBase(b)];
  if (left.unit !== right.unit) {
    throw new WrongValue(
      `${quoted(a.unit)} and ${quoted(b.unit)} measure different things: compare units of one kind.`,
    );
  }
  return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}

/** `2 mg/mL`. */
export function printQuantity({ value, unit }: Quantity): string {
  return `${value} ${unit}`;
}

function baseValue(value: number, convert: (value: number) => number): number {
  const base = Number.isFinite(value) ? Number(convert(value).toPrecision(12)) : NaN;
  if (!Number.isFinite(base)) throw new WrongValue(`${value} is not a quantity: give a finite number.`);
  // Conversion by binary fractions leaves noise in the last digits; twelve are finer than any instrument.
  return base + 0;
}
