import { linkSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** The folder is used by another process; the sentence says which and what to do. */
export class FolderInUse extends Error {}

const lockName = /^lock\.(\d+)$/;
const free = 'free\n';

/** Takes the folder for this process and returns what gives it back. A lock left by a killed process is
 *  recognised.
 *
 *  Each holder takes the next number, and the greatest number is the lock. Numbers are never used again, so a
 *  taker who looked long ago can only fail; renaming or deleting a stale lock could hit one that was taken
 *  meanwhile. */
export function lockFolder(folder: string): () => void {
  const draft = join(folder, `lock.${randomUUID()}`);
  const mine = `${process.pid} ${startOf(process.pid) ?? 'unknown'}\n`;
  writeFileSync(draft, mine, { flag: 'wx' });
  try {
    for (;;) {
      const last = lastNumber(folder);
      const holder = last > 0 ? readHolder(join(folder, `lock.${last}`)) : null;
      if (holder && isAlive(holder)) {
        throw new FolderInUse(
          `The data folder ${folder} is used by process ${holder.pid}. Stop that one, or set DATA_DIR to another folder.`,
        );
      }
      const file = join(folder, `lock.${last + 1}`);
      // A link appears whole or not at all, and of two takers one finds it there.
      if (!linked(draft, file)) continue;
      if (lastNumber(folder) > last + 1) {
        // We looked so long ago that the number was taken, given back and forgotten since.
        unlessAbsent(() => unlinkSync(file));
        continue;
      }
      forget(folder, last);
      return () => giveBack(file, mine);
    }
  } finally {
    unlinkSync(draft);
  }
}

function lastNumber(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map((name) => Number(lockName.exec(name)?.[1] ?? 0)));
}

/** Removes what lies behind the lock; whoever took the folder earlier does so too. */
function forget(folder: string, upTo: number): void {
  for (const name of readdirSync(folder)) {
    const number = Number(lockName.exec(name)?.[1] ?? Infinity);
    if (number <= upTo) unlessAbsent(() => unlinkSync(join(folder, name)));
  }
}

function giveBack(file: string, mine: string): void {
  if (unlessAbsent(() => readFileSync(file, 'utf8')) !== mine) return;
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, free);
  renameSync(draft, file);
}

interface Holder {
  pid: number;
  start: string;
}

/** Who holds the lock, or null where it was given back. */
function readHolder(file: string): Holder | null {
  const text = unlessAbsent(() => readFileSync(file, 'utf8')) ?? free;
  const [, pid, start] = /^(\d+) (\S+)\n$/.exec(text) ?? [];
  return pid && start ? { pid: Number(pid), start } : null;
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function unlessAbsent<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Alive means: the process runs and is the one that took the lock, not a later one with its number. */
function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === null || start === 'unknown' || now === start;
}

/** When the process started: the machine's start and the ticks since, or null where the system does not
 *  tell. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that has ended, and whose parent has not yet asked how, holds nothing.
    if (state === 'Z') return 'ended';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`;
  } catch {
    return null;
  }
}
