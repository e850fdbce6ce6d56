import type { LocalizedText } from '../schema/values/localized-text.ts';
import { parseUrl } from '../schema/values/url.ts';
import { type Json, objectAt, readJsonLines, textAt, textsAt } from './ndjson.ts';
import { type Input, type Read, type ReadingOptions, shorten } from './reading.ts';
import { readValue, tidyText } from './text.ts';

/** A description of a public data source, as the catalogue FirstData has it. Codes are its own words. */
export interface FirstDataSource {
  id: string;
  name: LocalizedText;
  /** The name in the source's own country, where the catalogue gives it apart; often equal to the Chinese
   *  one. */
  nativeName: string | null;
  description: LocalizedText | null;
  website: string | null;
  /** Where the data are; the website says who publishes them. */
  dataUrl: string | null;
  apiUrl: string | null;
  /** What is in it, one phrase each; the two lists need not match in length. */
  content: { zh: string[]; en: string[] };
  /** `government`, `research`, `market`, `commercial` or `other` in the files we know. */
  authority: string | null;
  /** `real-time` to `annual`, or `irregular`. */
  updateFrequency: string | null;
  domains: string[];
  tags: string[];
  /** ISO 3166 code of the country; null for a source of several. */
  country: string | null;
  /** `national`, `subnational`, `regional` or `global`. */
  scope: string | null;
  /** Members that this reader does not know, as they are. */
  other: Json;
  /** The record as the file has it. */
  raw: Json;
}

const known = new Set([
  ...['id', 'name', 'description', 'website', 'data_url', 'api_url', 'data_content', 'authority_level'],
  ...['update_frequency', 'domains', 'tags', 'country', 'geographic_scope'],
]);

/** Streams FirstData's descriptions, one JSON object a line. Each needs an id and a name in Chinese or
 *  English. */
export async function* readFirstData(
  input: Input,
  options?: ReadingOptions,
): AsyncGenerator<Read<FirstDataSource>> {
  const members = ['description', 'website', 'data_url', 'data_content'];
  for await (const read of readJsonLines(input, { ...options, format: 'FirstData sources', members })) {
    yield 'value' in read ? readSource(read.value, read) : read;
  }
}

function readSource(value: Json, { line, raw }: { line: number; raw: string }): Read<FirstDataSource> {
  const remarks: string[] = [];
  const refuse = (refused: string) => ({ line, refused, raw: shorten(raw) });
  const id = textAt(value.id);
  if (!id) return refuse('The record has no id: give one.');
  const name = localized(value.name, 'The name', remarks);
  if (!name) return refuse('The record has no name in Chinese or English: give one.');
  const url = (member: string) => readValue(textAt(value[member]), parseUrl, member, remarks);
  const content = objectAt(value.data_content);
  const record: FirstDataSource = {
    id,
    name,
    nativeName: textAt(objectAt(value.name).native),
    description: localized(value.description, 'The description', remarks, { lines: true }),
    website: url('website'),
    dataUrl: url('data_url'),
    apiUrl: url('api_url'),
    content: { zh: textsAt(content.zh), en: textsAt(content.en) },
    authority: textAt(value.authority_level),
    updateFrequency: textAt(value.update_frequency),
    domains: textsAt(value.domains),
    tags: textsAt(value.tags),
    country: textAt(value.country),
    scope: textAt(value.geographic_scope),
    other: Object.fromEntries(Object.entries(value).filter(([member]) => !known.has(member))),
    raw: value,
  };
  return { line, record, remarks };
}

function localized(value: unknown, what: string, remarks: string[], form = {}): LocalizedText | null {
  const text = objectAt(value);
  const zh = tidyText(textAt(text.zh) ?? '', `${what} in Chinese`, remarks, form);
  const en = tidyText(textAt(text.en) ?? '', `${what} in English`, remarks, form);
  return zh || en ? { zh, en } : null;
}
