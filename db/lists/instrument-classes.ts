import { lazily, readList } from './read.ts';

/** A class of instruments. Code and parent together are its key: ten codes stand at more than one level. */
export interface InstrumentClass {
  code: string;
  /** The code of the class above it; null for the fifteen large classes. */
  parent: string | null;
  level: 1 | 2 | 3;
  nameZh: string;
}

/** Every class, in the order of the list. The one row that the source repeats is here once. Read once. */
export const instrumentClasses: () => readonly InstrumentClass[] = lazily(() => {
  const rows = readList('instrument-classes.csv', ['code', 'parent', 'name_zh']);
  const large = new Set(rows.filter(([, parent]) => !parent).map(([code]) => code));
  const byKey = new Map<string, InstrumentClass>();
  for (const [code = '', parent = '', nameZh = ''] of rows) {
    const level = parent === '' ? 1 : large.has(parent) ? 2 : 3;
    byKey.set(`${code} ${parent}`, { code, parent: parent || null, level, nameZh });
  }
  return [...byKey.values()];
});

const byCode = lazily(() => {
  const groups = new Map<string, InstrumentClass[]>();
  for (const each of instrumentClasses()) groups.set(each.code, [...(groups.get(each.code) ?? []), each]);
  return groups;
});

/** The classes that carry this code, highest level first: one as a rule, two for ten codes, none when
 *  unknown. */
export function instrumentClassesByCode(code: string): readonly InstrumentClass[] {
  return byCode().get(code) ?? [];
}
