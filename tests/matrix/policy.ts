import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { identitiesIn, type Identity } from './identities.ts';

/** A group of fields that the same identities are allowed. */
export interface PolicyRow {
  type: string;
  fields: string[];
  allowed: Set<Identity>;
}

const file = new URL('../policy.csv', import.meta.url);

/** The policy as it is written; a word that means nobody in particular is refused. */
export function readPolicy(text = readFileSync(file, 'utf8')): PolicyRow[] {
  const rows = parse(text, { columns: true, comment: '#' });
  return (rows as Record<'type' | 'fields' | 'allowed', string>[]).map(({ type, fields, allowed }) => ({
    type,
    fields: fields.split('|'),
    allowed: identitiesIn(allowed),
  }));
}

/** Whether the policy lets this identity see the field, such as `Equipment.serialNumber`. */
export function policyOf(rows: readonly PolicyRow[]) {
  const answers = new Map<string, Set<Identity>>(
    rows.flatMap(({ type, fields, allowed }) =>
      fields.map((field) => [`${type}.${field}`, allowed] as const),
    ),
  );
  return (coordinate: string, identity: Identity): boolean => {
    const allowed = answers.get(coordinate);
    if (!allowed) throw new Error(`The policy does not name ${coordinate}.`);
    return allowed.has(identity);
  };
}
