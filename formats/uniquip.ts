import { parseEmail } from '../schema/values/email.ts';
import { parseTelephone } from '../schema/values/telephone.ts';
import { parseUrl } from '../schema/values/url.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { csvLine, type CsvRow, readCsv } from './csv.ts';
import { BadInput, type Input, nameOf, type Read, type ReadingOptions, shorten } from './reading.ts';
import { readValue, tidyText } from './text.ts';
import { UnfitRecord } from './writing.ts';

// UNIQUIP 1, the sharing format of equipment.data.ac.uk: 21 columns that a publisher gives, 6 that an
// aggregator adds.
const columns = {
  type: 'Type',
  name: 'Name',
  description: 'Description',
  relatedFacilityId: 'Related Facility ID',
  technique: 'Technique',
  location: 'Location',
  contactName: 'Contact Name',
  contactTelephone: 'Contact Telephone',
  contactUrl: 'Contact URL',
  contactEmail: 'Contact Email',
  secondaryContactName: 'Secondary Contact Name',
  secondaryContactTelephone: 'Secondary Contact Telephone',
  secondaryContactUrl: 'Secondary Contact URL',
  secondaryContactEmail: 'Secondary Contact Email',
  id: 'ID',
  photo: 'Photo',
  department: 'Department',
  siteLocation: 'Site Location',
  building: 'Building',
  serviceLevel: 'Service Level',
  webAddress: 'Web Address',
  institutionName: 'Institution Name',
  institutionUrl: 'Institution URL',
  institutionLogoUrl: 'Institution Logo URL',
  datestamp: 'Datestamp',
  coordinates: 'Approximate Coordinates',
  corrections: 'Corrections',
} as const;
type Key = keyof typeof columns;
const keys = Object.keys(columns) as Key[];

// Other names that the aggregator's own rule file and template give to these columns.
const aliases: Record<string, Key> = {
  organisationalunit: 'department',
  organizationalunit: 'department',
  locationwikipedia: 'location',
  institution: 'institutionName',
  referencepoint: 'coordinates',
};

const parsers: Partial<Record<Key, (text: string) => string>> = {
  type: parseType,
  contactTelephone: parseTelephone,
  contactUrl: parseUrl,
  contactEmail: parseEmail,
  secondaryContactTelephone: parseTelephone,
  secondaryContactUrl: parseUrl,
  secondaryContactEmail: parseEmail,
  photo: parseUrl,
  webAddress: parseUrl,
  institutionUrl: parseUrl,
  institutionLogoUrl: parseUrl,
};
const contacts = ['contactTelephone', 'contactUrl', 'contactEmail'] as const;
const manyLines = new Set<Key>(['description', 'technique', 'corrections']);

/** One instrument or facility. Where a feed has no Name, the Description is the name and `description` is
 *  null. */
export interface UniquipItem extends Record<Exclude<Key, 'name' | 'type'>, string | null> {
  type: 'equipment' | 'facility' | null;
  name: string;
  /** Cells of columns that UNIQUIP does not know, by their header. */
  other: Record<string, string>;
  /** Every cell as the file has it, by its header. */
  raw: Record<string, string>;
}

interface Column {
  title: string;
  key: Key | null;
}

/** Streams a UNIQUIP catalogue as universities publish it: any known columns in any order, with a Name or
 *  a Description. Needs in each row one of these and one usable contact; drops what is not a value, with a
 *  remark. */
export async function* readUniquip(
  input: Input,
  options?: ReadingOptions,
): AsyncGenerator<Read<UniquipItem>> {
  let header: Column[] | null = null;
  let notes: string[] = [];
  for await (const row of readCsv(input, options)) {
    if (!header) {
      header = readHeader(row, nameOf(input));
      const unknown = header.filter(({ key }) => key === null).map(({ title }) => `"${title}"`);
      if (unknown.length > 0)
        notes = [`UNIQUIP has no column ${unknown.join(', ')}: kept beside the others.`];
      continue;
    }
    const read = 'refused' in row ? row : readRow(row, header);
    if ('record' in read) {
      // What holds for the whole file is said once, on the first record.
      read.remarks.unshift(...notes);
      notes = [];
    }
    yield read;
  }
  if (!header) throw new BadInput(`${nameOf(input)} holds no text: give a file with a header and rows.`);
}

/** What forbids to write an item as UNIQUIP; an empty list for one that may be written. */
export function uniquipFaults(item: UniquipItem): string[] {
  const has = (key: Key) => Boolean(item[key]?.trim());
  const missing = (['type', 'name', 'contactName', 'siteLocation'] as const)
    .filter((key) => !has(key) && !(key === 'name' && has('description')))
    .map((key) => (key === 'name' ? 'Name or Description is missing' : `${columns[key]} is missing`));
  if (!contacts.some(has))
    missing.push(`one of ${contacts.map((key) => columns[key]).join(', ')} is missing`);
  const wrong: string[] = [];
  for (const key of keys) readValue(item[key], parsers[key] ?? ((text) => text), columns[key], wrong);
  return [...missing, ...wrong.map((remark) => remark.replace(' was left out', '').replace(/\.$/, ''))];
}

/** Streams items as a UNIQUIP file: RFC 4180, all 27 columns in order. Throws UnfitRecord for an item that
 *  has faults by the publisher's rules; ask `uniquipFaults` first to leave such items out. */
export async function* writeUniquip(
  items: Iterable<UniquipItem> | AsyncIterable<UniquipItem>,
): AsyncGenerator<string> {
  yield csvLine(Object.values(columns));
  for await (const item of items) {
    const faults = uniquipFaults(item);
    if (faults.length > 0) throw new UnfitRecord(`"${item.name || (item.id ?? 'An item')}"`, faults);
    yield csvLine(keys.map((key) => item[key] ?? ''));
  }
}

function readHeader(row: CsvRow, label: string): Column[] {
  if ('refused' in row) throw new BadInput(`${label} has no readable header. ${row.refused}`);
  const taken = new Set<string>();
  const header = row.cells.map((cell, index): Column => {
    const written = cell.trim();
    const known = keyOf(written);
    const isFirst = written !== '' && !taken.has(written) && !(known && taken.has(known));
    const title = isFirst ? written : `${written} (column ${index + 1})`.trim();
    const key = isFirst ? known : null;
    taken.add(title);
    if (key) taken.add(key);
    return { title, key };
  });
  if (!header.some(({ key }) => key === 'name' || key === 'description')) {
    const found = header.map(({ title }) => title).join(', ');
    const separator = /[;\t]/.exec(found)?.[0];
    const wayOut = separator
      ? `save it with commas between the cells instead of ${separator === ';' ? 'semicolons' : 'tabs'}`
      : `give a header with Name or Description and, where known, ${Object.values(columns).join(', ')}`;
    throw new BadInput(
      `${label} is not a UNIQUIP file: its columns are "${found.slice(0, 200)}"; ${wayOut}.`,
    );
  }
  return header;
}

function readRow(row: Extract<CsvRow, { cells: string[] }>, header: Column[]): Read<UniquipItem> {
  const { line, cells } = row;
  const refuse = (refused: string): Read<UniquipItem> => ({ line, refused, raw: shorten(row.raw.trimEnd()) });
  if (cells.length !== header.length) {
    return refuse(
      `The row has ${cells.length} cells where the header has ${header.length}: look for a missing or ` +
        'stray comma or quote.',
    );
  }
  const remarks: string[] = [];
  const values = new Map<Key, string | null>();
  const cellsBy = header.map(({ title, key }, index) => ({ title, key, cell: cells[index] ?? '' }));
  for (const { key, cell } of cellsBy) {
    if (!key) continue;
    const text = tidyText(cell, columns[key], remarks, { lines: manyLines.has(key) });
    const parse = parsers[key];
    values.set(key, parse ? readValue(text, parse, columns[key], remarks) : text);
  }
  const at = (key: Key) => values.get(key) ?? null;
  const name = at('name') ?? at('description')?.replace(/\s+/g, ' ') ?? null;
  if (name === null) return refuse('The row has neither a Name nor a Description: give one.');
  if (!contacts.some(at)) {
    const dropped = remarks.filter((remark) => remark.startsWith('Contact '));
    const wish = 'The row has no contact: give a telephone number, a web address or an e-mail address.';
    return refuse([wish, ...dropped].join(' '));
  }
  if (/^(?:unknown|n\/a|none|tbc|未知|无)$/i.test(name))
    remarks.push(`The name is only "${name}": ask for a real one.`);
  const kept = Object.fromEntries(keys.map((key) => [key, at(key)])) as Record<Key, string | null>;
  const record: UniquipItem = {
    ...kept,
    type: at('type') as UniquipItem['type'],
    name,
    description: at('description') === name ? null : at('description'),
    other: Object.fromEntries(cellsBy.filter(({ key }) => !key).map(({ title, cell }) => [title, cell])),
    raw: Object.fromEntries(cellsBy.map(({ title, cell }) => [title, cell])),
  };
  return { line, record, remarks };
}

function keyOf(title: string): Key | null {
  const plain = normalize(title);
  return keys.find((key) => normalize(columns[key]) === plain) ?? aliases[plain] ?? null;
}

const normalize = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function parseType(text: string): string {
  const type = text.toLowerCase();
  if (type === 'equipment' || type === 'facility') return type;
  throw new WrongValue(`"${text}" is neither equipment nor facility: write one of the two.`);
}
