import type { LocalizedText } from '../schema/values/localized-text.ts';
import { detectLanguage } from '../schema/values/localized-text.ts';
import { parsePoint, type Point } from '../schema/values/point.ts';
import { parseRor } from '../schema/values/ror.ts';
import { parseUrl } from '../schema/values/url.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { type Json, objectAt, objectsAt, readJsonLines, textAt, textsAt } from './ndjson.ts';
import { type Input, type Read, type ReadingOptions, shorten } from './reading.ts';
import { readValue, tidyText } from './text.ts';

const types = {
  education: 'UNIVERSITY',
  healthcare: 'MEDICAL_INSTITUTION',
  company: 'ENTERPRISE',
  facility: 'RESEARCH_INSTITUTE',
  government: 'GOVERNMENT_DEPARTMENT',
  nonprofit: 'OTHER',
  archive: 'OTHER',
  funder: 'OTHER',
  other: 'OTHER',
} as const;

/** What ROR says an organisation is; one can be several. */
export type RorType = keyof typeof types;

/** The kinds of organisations, as Cograph names them, that ROR's types can tell apart. */
export type RorKind = (typeof types)[RorType];

const statuses = ['active', 'inactive', 'withdrawn'] as const;

/** One name as ROR has it; `language` is null where ROR gives none, as for acronyms. */
export interface RorName {
  text: string;
  language: string | null;
  types: string[];
}

/** An organisation of the Research Organization Registry, schema 2.0 or 2.1. */
export interface RorOrganization {
  /** The checked id as a web address. */
  ror: string;
  /** The id as the file has it. */
  rorWritten: string;
  name: LocalizedText;
  /** Every name that is not in `name`: aliases, acronyms, labels in other languages. */
  aliases: RorName[];
  types: RorType[];
  /** Inactive: it ceased. Withdrawn: the record should never have been, mostly a duplicate. */
  status: (typeof statuses)[number];
  /** ROR ids of what replaces it; none for many that ceased, several where it was split. */
  successors: string[];
  /** ISO 3166 code of its first place. */
  country: string | null;
  places: RorPlace[];
  website: string | null;
  wikipedia: string | null;
  domains: string[];
  /** Year of its foundation. */
  established: number | null;
  relationships: { type: string; ror: string; label: string | null }[];
  externalIds: { type: string; preferred: string | null; all: string[] }[];
  /** The record as the file has it. */
  raw: Json;
}

/** A place of an organisation, by GeoNames: a town, not an address. */
export interface RorPlace {
  geonamesId: number | null;
  name: string | null;
  subdivision: { code: string | null; name: string | null };
  country: string | null;
  point: Point | null;
}

/** Streams ROR records of schema 2, one JSON object a line. Each needs a right id, a name and a known
 *  status; wrong links, places and relations are dropped with a remark. */
export async function* readRor(
  input: Input,
  options?: ReadingOptions,
): AsyncGenerator<Read<RorOrganization>> {
  const members = ['names', 'types', 'status', 'external_ids'];
  for await (const read of readJsonLines(input, { ...options, format: 'ROR records', members })) {
    yield 'value' in read ? readOrganization(read.value, read) : read;
  }
}

/** The kind an organisation has by its ROR types. Of several the most particular one decides: a teaching
 *  hospital is a medical institution, a ministry that funds is a government department; `funder` alone
 *  says what it does, not what it is. ROR cannot tell small from leading enterprises, so each is an
 *  enterprise. */
export function organizationKind(given: readonly RorType[]): RorKind {
  const order = ['healthcare', 'education', 'government', 'facility', 'company'] as const;
  const decisive = order.find((type) => given.includes(type));
  return decisive ? types[decisive] : 'OTHER';
}

function readOrganization(value: Json, { line, raw }: { line: number; raw: string }): Read<RorOrganization> {
  const remarks: string[] = [];
  const refuse = (refused: string) => ({ line, refused, raw: shorten(raw) });
  const rorWritten = textAt(value.id);
  if (!rorWritten) return refuse('The record has no id: give its ROR id.');
  const wrong: string[] = [];
  const ror = readValue(rorWritten, parseRor, 'id', wrong);
  if (!ror) return refuse(wrong.join(' ').replace('id was left out: ', ''));
  if (!Array.isArray(value.names) && textAt(value.name)) {
    return refuse('The record is of ROR schema 1: use the file of schema 2.');
  }
  const named = readNames(value, remarks);
  if (!named) return refuse('The record has no name: give one that is a label or shown by ROR.');
  const status = statuses.find((each) => each === value.status);
  if (!status) return refuse('The record has no status active, inactive or withdrawn: give one.');
  const places = objectsAt(value.locations).map((place) => readPlace(place, remarks));
  const relationships = readRelationships(value, remarks);
  const link = (type: string) => {
    const found = objectsAt(value.links).find((each) => each.type === type);
    return readValue(textAt(found?.value), parseUrl, `The ${type} link`, remarks);
  };
  const record: RorOrganization = {
    ror,
    rorWritten,
    ...named,
    types: readTypes(value, remarks),
    status,
    successors: relationships.filter(({ type }) => type === 'successor').map((each) => each.ror),
    country: places[0]?.country ?? null,
    places,
    website: link('website'),
    wikipedia: link('wikipedia'),
    domains: textsAt(value.domains),
    established: Number.isInteger(value.established) ? (value.established as number) : null,
    relationships,
    externalIds: objectsAt(value.external_ids).map((each) => ({
      type: textAt(each.type) ?? 'unknown',
      preferred: textAt(each.preferred),
      all: textsAt(each.all),
    })),
    raw: value,
  };
  return { line, record, remarks };
}

/** The name in Chinese and English, and the others. Han characters decide before ROR's language, which is
 *  sometimes absent or wrong. */
function readNames(value: Json, remarks: string[]): Pick<RorOrganization, 'name' | 'aliases'> | null {
  const all = objectsAt(value.names).flatMap((each): RorName[] => {
    const text = tidyText(textAt(each.value) ?? '', 'A name', remarks);
    return text ? [{ text, language: textAt(each.lang), types: textsAt(each.types) }] : [];
  });
  const isShown = ({ types: each }: RorName) => each.includes('ror_display');
  const labels = all
    .filter((each) => isShown(each) || each.types.includes('label'))
    .sort((a, b) => Number(isShown(b)) - Number(isShown(a)));
  const zh = labels.find((each) => slot(each) === 'zh');
  const en = labels.find((each) => slot(each) === 'en');
  const first = zh ?? en ?? labels[0];
  if (!first) return null;
  if (zh ?? en) {
    const aliases = all.filter((each) => each !== zh && each !== en);
    return { name: { zh: zh?.text ?? null, en: en?.text ?? null }, aliases };
  }
  const stand = detectLanguage(first.text);
  remarks.push(`The name is in the language "${first.language}": it stands as the one in ${stand}.`);
  const name = { zh: null, en: null, [stand]: first.text };
  return { name, aliases: all.filter((each) => each !== first) };
}

function slot({ text, language }: RorName): 'zh' | 'en' | null {
  if (language !== null && language !== 'zh' && language !== 'en') return null;
  const detected = detectLanguage(text);
  // Chinese in Latin letters is not an English name.
  return language === 'zh' && detected === 'en' ? null : detected;
}

function readTypes(value: Json, remarks: string[]): RorType[] {
  return textsAt(value.types).flatMap((type): RorType[] => {
    const known = type.toLowerCase();
    if (Object.hasOwn(types, known)) return [known as RorType];
    remarks.push(`The type "${type}" was left out: ROR schema 2 does not have it.`);
    return [];
  });
}

function readPlace(place: Json, remarks: string[]): RorPlace {
  const details = objectAt(place.geonames_details);
  return {
    geonamesId: typeof place.geonames_id === 'number' ? place.geonames_id : null,
    name: textAt(details.name),
    subdivision: {
      code: textAt(details.country_subdivision_code),
      name: textAt(details.country_subdivision_name),
    },
    country: textAt(details.country_code)?.toUpperCase() ?? null,
    point: readPoint(details, remarks),
  };
}

function readPoint({ lat, lng }: Json, remarks: string[]): Point | null {
  if (typeof lat !== 'number' || typeof lng !== 'number') return null;
  try {
    return parsePoint({ latitude: lat, longitude: lng });
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    remarks.push(`A point was left out: ${error.message}`);
    return null;
  }
}

function readRelationships(value: Json, remarks: string[]): RorOrganization['relationships'] {
  return objectsAt(value.relationships).flatMap((each) => {
    const type = textAt(each.type)?.toLowerCase();
    const ror = readValue(textAt(each.id), parseRor, 'A relation', remarks);
    return type && ror ? [{ type, ror, label: textAt(each.label) }] : [];
  });
}
