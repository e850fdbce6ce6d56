import { Writable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { runImport } from '../../cli/import.ts';
import { AskedWrongly } from '../../cli/settings.ts';
import type { Graph } from './graph.ts';

/** How the command is asked; a provider "Owner" and the format uniquip unless told. */
export interface Asked {
  format?: string;
  provider?: string;
  dryRun?: boolean;
  report?: string;
  isTerminal?: boolean;
}

/** Runs the command on the open database: what it said, in order, and how it ended. */
export async function runOn({ database }: Graph, file: string, { isTerminal = false, ...asked }: Asked = {}) {
  const said: { to: 'out' | 'err'; text: string }[] = [];
  const stream = (to: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said.push({ to, text: chunk.toString() });
        done();
      },
    });
  const err = Object.assign(stream('err'), { isTTY: isTerminal, columns: 80 });
  const options = { format: 'uniquip', provider: 'Owner', ...asked, file };
  let exit: number | null = null;
  let fault: string | null = null;
  try {
    exit = await runImport(database, options, { out: stream('out'), err });
  } catch (error) {
    if (!(error instanceof AskedWrongly)) throw error;
    fault = error.message;
  }
  const text = (to: 'out' | 'err') => said.flatMap((each) => (each.to === to ? [each.text] : [])).join('');
  const lines = text('out').trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  return {
    exit,
    fault,
    said,
    lines,
    err: text('err'),
    counts: last.startsWith('{') ? (JSON.parse(last) as unknown) : null,
  };
}

/** The last line of the answer. */
export const counts = (
  read: number,
  rest: Partial<Record<'new' | 'same' | 'changed' | 'refused', number>>,
) => ({
  ...{ read, new: 0, same: 0, changed: 0, refused: 0 },
  ...rest,
});

/** How many rows there are, and the number of the transaction that last wrote one. */
export async function rowsOf({ database }: Graph) {
  const [found] = await database.read.execute<Record<string, number | string>>(sql`
    with row as (
      select 'organization' as what, xmin from actors.organization
      union all select 'list', xmin from actors.source_record
      union all select 'resource', xmin from resources.resource
      union all select 'record', xmin from resources.source_record
      union all select 'event', xmin from log.event)
    select count(*) filter (where what = 'organization')::int as organizations,
      count(*) filter (where what = 'list')::int as lists,
      count(*) filter (where what = 'resource')::int as resources,
      count(*) filter (where what = 'record')::int as records,
      count(*) filter (where what = 'event')::int as events,
      max(xmin::text::bigint)::text as last from row`);
  return found!;
}
