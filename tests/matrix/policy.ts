import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Who asks; what each has to do with the fixture stands at the head of `policy.csv`. */
export const identities = [
  'nobody',
  'stranger',
  'participant',
  'member',
  'provider',
  'operator',
  'regulator',
  'auditor',
  'otherProvider',
] as const;
export type Identity = (typeof identities)[number];

/** A group of fields with one answer for each identity. */
export interface PolicyRow {
  type: string;
  fields: string[];
  allows: Record<Identity, boolean>;
}

const file = new URL('../policy.csv', import.meta.url);

/** The policy as it is written; anything but `allow` and `deny` is refused. */
export function readPolicy(): PolicyRow[] {
  const rows = parse(readFileSync(file, 'utf8'), { columns: true, comment: '#' });
  return (rows as Record<string, string>[]).map((row) => ({
    type: row['type']!,
    fields: row['fields']!.split('|'),
    allows: Object.fromEntries(
      identities.map((identity) => {
        const word = row[identity];
        if (word !== 'allow' && word !== 'deny')
          throw new Error(`${row['type']}.${row['fields']}: ${identity} is "${word}".`);
        return [identity, word === 'allow'];
      }),
    ) as Record<Identity, boolean>,
  }));
}

/** Whether the policy lets this identity see the field, such as `Equipment.serialNumber`. */
export function policyOf(rows: readonly PolicyRow[]) {
  const answers = new Map<string, Record<Identity, boolean>>(
    rows.flatMap(({ type, fields, allows }) => fields.map((field) => [`${type}.${field}`, allows] as const)),
  );
  return (coordinate: string, identity: Identity): boolean => {
    const allows = answers.get(coordinate);
    if (!allows) throw new Error(`The policy does not name ${coordinate}.`);
    return allows[identity];
  };
}
