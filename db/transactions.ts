import type { Database } from './client.ts';
import type { RunScript } from './engine.ts';

const takenAtOnce = 50_000;

/** Brings the counter of transactions beyond every number in the event log, and says whether it had to. Only
 *  a log that comes from another cluster, by a dump or a copy, can be ahead: its events would be held back
 *  from all readers until the counter catches up (docs/decisions/0003). Numbers pass at about a hundred
 *  thousand a second. */
export function passLoggedTransactions(database: Database): Promise<boolean> {
  return database.session(async (run) => {
    const [row] =
      await run(`select last, last >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as ahead
      from (${lastTransaction}) l`);
    const { last, ahead } = row as { last: string; ahead: boolean };
    if (ahead) await passTransaction(run, last);
    return ahead;
  });
}

/** The greatest transaction number that the log or a cursor of its readers knows. */
export const lastTransaction = `select greatest((select max(xid::text::bigint) from log.cursor),
  (select xid::text::bigint from log.event order by xid desc limit 1), 0) as last`;

/** Takes transaction numbers until this one lies in the past. */
export async function passTransaction(run: RunScript, last: string): Promise<void> {
  for (;;) {
    const [row] = await run(`select (pg_current_xact_id()::text::bigint > ${last}) as passed`);
    if ((row as { passed: boolean }).passed) return;
    await run(`do $$ begin
      for i in 1..${takenAtOnce} loop
        exit when pg_current_xact_id()::text::bigint > ${last};
        commit;
      end loop;
    end $$`);
  }
}
