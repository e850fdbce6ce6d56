import type { Database } from '../db/client.ts';
import type { TakePortion } from './rate.ts';

/** A portion is this part of what is left, so that portions get small near the end; never less than is
 *  needed at once, where so much is left. */
const portionShare = 16;
const keptMinutes = 5;

const isNewMinute = 'known.minute < excluded.minute';
const taken = `case when ${isNewMinute} then 0 else known.taken end`;
/** Of so many points that are left. */
const portionOf = (left: string) =>
  `greatest(0, least(${left}, greatest($3::int, (${left}) / ${portionShare})))`;
const whole = portionOf('$4::int');
const portion = portionOf(`$4::int - (${taken})`);

// One statement, so that the row's own lock decides between two servers that ask at once. A server whose
// clock is behind takes from the minute of the others: too few points are given then, never too many.
const take = `
  insert into gateway.budget as known (account, minute, taken, granted)
  values ($1, $2::int, ${whole}, ${whole})
  on conflict (account) do update set
    minute = greatest(known.minute, excluded.minute),
    taken = (${taken}) + ${portion},
    granted = ${portion}
  returning granted, $4::int - taken as "left"`;

/** Takes portions from the table that servers of one database share, beside the statements of the graph. */
export function portionsOf(database: Database): TakePortion {
  let sweptMinute = 0;
  return async (account, minute, wanted, perMinute) => {
    if (minute > sweptMinute) {
      sweptMinute = minute;
      // Nobody waits for it, and the next minute tries again.
      database
        .job('delete from gateway.budget where minute < $1::int', [minute - keptMinutes])
        .catch(() => {});
    }
    const { rows } = await database.job(take, [account, minute, wanted, perMinute]);
    const [row] = rows as { granted: number; left: number }[];
    if (!row) throw new Error('A portion is always answered, if only with nothing.');
    return { granted: row.granted, left: Math.max(0, row.left) };
  };
}
