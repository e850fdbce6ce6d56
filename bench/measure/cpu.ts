import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type postgres from 'postgres';

/** Processor time, in and out of the kernel, that each process has had so far. */
export type CpuTimes = ReadonlyMap<number, number>;

let ticks: number | null = null;
/** Asked when it is needed: a machine on which nothing is measured need not have the program. */
const ticksPerSecond = () => (ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })));

/** Reads /proc; a process that is gone is left out. */
export function cpuTimes(pids: readonly number[]): CpuTimes {
  const times = new Map<number, number>();
  for (const pid of pids) {
    try {
      times.set(pid, readCpuMs(readFileSync(`/proc/${pid}/stat`, 'utf8'), ticksPerSecond()));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return times;
}

/** User and system time in a line of /proc/PID/stat. The second field is a name and may hold anything. */
export function readCpuMs(line: string, ticks: number): number {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticks;
}

/** What was used between two readings; a process that came meanwhile counts from its beginning. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): number {
  let sum = 0;
  for (const [pid, ms] of after) sum += ms - (before.get(pid) ?? 0);
  return sum;
}

/** The processes of the database that serve connections of this name, or null when they run elsewhere. */
export async function backendsOf(sql: postgres.Sql, application: string): Promise<number[] | null> {
  const rows = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where application_name = ${application} and datname = current_database()`;
  const pids = rows.map(({ pid }) => pid);
  return pids.every(isPostgres) ? pids : null;
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}
