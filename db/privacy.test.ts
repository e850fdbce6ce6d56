import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { pino } from 'pino';
import { jobs } from '../cli/rooms.ts';
import { freshDatabase } from '../tests/kit/database.ts';
import { openJobs } from './jobs.ts';
import { annotations, parseAnnotations } from './privacy.ts';

const header = 'table,columns,class,person,purpose,retention,erasure';
const parse = (line: string) => parseAnnotations('actors', `# Words.\n${header}\n${line}\n`);

test('annotates every column of every table in exactly one line, and nothing that is not there', async () => {
  await using fresh = await freshDatabase();
  // The queue makes its tables itself, when it is first opened.
  const queue = await openJobs(fresh.database, jobs, pino({ level: 'silent' }));
  await queue.stop();
  const rows = await fresh.database.read.execute<{ name: string }>(sql`
    select n.nspname || '.' || c.relname || '.' || a.attname as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    order by 1`);
  const annotated = annotations().flatMap(({ schema, table, columns }) =>
    columns.map((column) => `${schema}.${table}.${column}`),
  );
  const real = rows.map(({ name }) => name);
  const twice = annotated.filter((name, at) => annotated.indexOf(name) !== at);
  const help = 'A line per group of columns stands in db/privacy/<schema>.csv; its head says how.';
  expect(
    {
      unannotated: real.filter((name) => !annotated.includes(name)),
      gone: annotated.filter((name) => !real.includes(name)),
      twice,
    },
    help,
  ).toEqual({ unannotated: [], gone: [], twice: [] });
});

test('ties people by columns that are there', () => {
  const known = new Set(
    annotations().flatMap(({ schema, table, columns }) =>
      columns.map((column) => `${schema}.${table}.${column}`),
    ),
  );
  const named = annotations().flatMap(({ schema, table, tie }) => {
    if (!tie) return [];
    if (tie.by !== 'PARENT') return tie.columns.map((column) => `${schema}.${table}.${column}`);
    const above = tie.columns.map((column) => `${schema}.${tie.parent}.${column}`);
    return [`${schema}.${table}.${tie.column}`, ...above];
  });
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('reads a line with its tie to a person', () => {
  const [own, by, parent, email, mention] = parse(
    [
      'person,id|name_zh,PERSONAL,id,who acts,account,REPLACED',
      'event,data,PERSONAL,actor_id|subject,what happened,record,KEPT',
      'evidence,text,SENSITIVE,review_id>review>applicant_id,shows a claim,account,ROW_DELETED',
      'resource,contact_name,PERSONAL,@contact_email,whom to ask,record,VALUE_CLEARED',
      'source_record,original,PERSONAL,~original,as it was read,record,VALUE_CLEARED',
    ].join('\n'),
  );
  expect(own).toEqual({
    ...{ schema: 'actors', table: 'person', columns: ['id', 'name_zh'], class: 'PERSONAL' },
    ...{ tie: { by: 'ID', columns: ['id'] }, purpose: 'who acts', retention: 'account', erasure: 'REPLACED' },
  });
  expect(by?.tie).toEqual({ by: 'ID', columns: ['actor_id', 'subject'] });
  expect(parent?.tie).toEqual({
    ...{ by: 'PARENT', column: 'review_id', parent: 'review', columns: ['applicant_id'] },
  });
  expect(email?.tie).toEqual({ by: 'EMAIL', columns: ['contact_email'] });
  expect(mention?.tie).toEqual({ by: 'MENTION', columns: ['original'] });
});

test.each([
  ['person,id,PERSONAL,id,who acts, and since when,account,KEPT', /not seven cells/],
  ['person,id,PRIVATE,id,who acts,account,KEPT', /an unknown class/],
  ['person,id,PERSONAL,id,who acts,account,FORGOTTEN', /an unknown way of erasure/],
  ['person,id,PERSONAL,per id,who acts,account,KEPT', /an unknown tie/],
  ['person,id,PERSONAL,,who acts,account,KEPT', /a class that its tie contradicts/],
  ['person,id,NOT_PERSONAL,id,who acts,account,KEPT', /a class that its tie contradicts/],
  ['person,id,NOT_PERSONAL,,who acts,account,ROW_DELETED', /an erasure of what is not personal/],
  ['person,email,PERSONAL,@email,who acts,account,UNLINKED', /an id to be taken away that is none/],
  ['person,id,PERSONAL,id,,account,KEPT', /no purpose or no retention/],
])('refuses %s', (line, message) => {
  expect(() => parse(line)).toThrow(message);
});
