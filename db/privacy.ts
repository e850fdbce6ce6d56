import { readdirSync, readFileSync } from 'node:fs';

const classes = ['NOT_PERSONAL', 'PERSONAL', 'SENSITIVE'] as const;
const erasures = [
  'KEPT',
  'VALUE_CLEARED',
  'REPLACED',
  'UNLINKED',
  'ROW_DELETED',
  'DERIVED',
  'AGED_OUT',
] as const;

/** How some columns of a table are tied to a person, where they are. */
export type Tie =
  /** The columns hold the person's id. */
  | { by: 'ID'; columns: string[] }
  /** The column holds the id of a row of another table of the schema, whose column holds the person's id. */
  | { by: 'PARENT'; column: string; parent: string; columns: string[] }
  /** The column holds the person's e-mail address. */
  | { by: 'EMAIL'; columns: string[] }
  /** The person's id or e-mail address can stand anywhere in the columns. */
  | { by: 'MENTION'; columns: string[] };

/** What stands behind some columns of one table: a line of `db/privacy/<schema>.csv`. */
export interface Annotation {
  schema: string;
  table: string;
  columns: string[];
  class: (typeof classes)[number];
  tie: Tie | null;
  purpose: string;
  retention: string;
  erasure: (typeof erasures)[number];
}

const folder = new URL('privacy/', import.meta.url);
const header = 'table,columns,class,person,purpose,retention,erasure';
let read: Annotation[] | undefined;

/** Every annotation, by schema in the order of the files. Throws where a line has not its form. */
export function annotations(): Annotation[] {
  return (read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .flatMap((file) => parseAnnotations(file.slice(0, -4), readFileSync(new URL(file, folder), 'utf8'))));
}

/** The lines of one schema's file. */
export function parseAnnotations(schema: string, text: string): Annotation[] {
  const [first, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== header) throw new Error(`db/privacy/${schema}.csv has other columns than ${header}.`);
  return lines.map((line) => {
    const cells = line.split(',');
    const wrong = (what: string) => new Error(`db/privacy/${schema}.csv: ${what} in "${line}".`);
    if (cells.length !== 7 || line.includes('"')) throw wrong('not seven cells without commas and quotes');
    const [table = '', columns = '', className, person = '', purpose = '', retention = '', way] = cells;
    const found = classes.find((each) => each === className);
    const erasure = erasures.find((each) => each === way);
    if (!found) throw wrong('an unknown class');
    if (!erasure) throw wrong('an unknown way of erasure');
    const tie = tieOf(person);
    if (tie === undefined) throw wrong('an unknown tie to a person');
    if ((found === 'NOT_PERSONAL') !== (tie === null)) throw wrong('a class that its tie contradicts');
    if (found === 'NOT_PERSONAL' && erasure !== 'KEPT' && erasure !== 'DERIVED')
      throw wrong('an erasure of what is not personal');
    if (erasure === 'UNLINKED' && tie?.by !== 'ID') throw wrong('an id to be taken away that is none');
    if (purpose === '' || retention === '') throw wrong('no purpose or no retention');
    return { schema, table, columns: columns.split('|'), class: found, tie, purpose, retention, erasure };
  });
}

function tieOf(text: string): Tie | null | undefined {
  const form = /^([@~]?)([a-z_]+(?:\|[a-z_]+)*)$/.exec(text);
  if (text === '') return null;
  if (form) {
    const columns = form[2]!.split('|');
    if (form[1] === '') return { by: 'ID', columns };
    return { by: form[1] === '@' ? 'EMAIL' : 'MENTION', columns };
  }
  const [, column, parent, columns] = /^([a-z_]+)>([a-z_]+)>([a-z_]+(?:\|[a-z_]+)*)$/.exec(text) ?? [];
  if (!column || !parent || !columns) return undefined;
  return { by: 'PARENT', column, parent, columns: columns.split('|') };
}
