import type postgres from 'postgres';
import { listTypes, readList, textTypes } from './engine.ts';

type Parse = (text: string) => unknown;
const asText = (value: unknown) => String(value);
const numbers = new Set([21, 23, 700, 701]);
const itemParser = (oid: number): Parse =>
  oid === 16 ? (text) => text === 't' : numbers.has(oid) ? Number : asText;

const type = (oid: number, parse: Parse) => ({ to: oid, from: [oid], serialize: asText, parse });
const named = (types: postgres.PostgresType[]) =>
  Object.fromEntries(types.map((each) => [`type${each.to}`, each]));

/** Values as both engines hand them over. */
export const plainTypes = named([
  ...textTypes.map((oid) => type(oid, asText)),
  ...Object.entries(listTypes).map(([oid, item]) =>
    type(Number(oid), (text) => readList(text, itemParser(item))),
  ),
]);

/** The job queue expects values as its own driver gives them. */
export const jobTypes = {
  ...plainTypes,
  ...named([type(114, JSON.parse), type(3802, JSON.parse), type(1184, (text) => new Date(text))]),
};
