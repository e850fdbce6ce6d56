import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { askOf, type Contender, profileFolder, startContender } from './contenders.ts';
import { addressOf, ensureDatabase } from './dataset/database.ts';
import type { ScaleName } from './dataset/scales.ts';
import { type LoadOrder, startLoad } from './measure/load.ts';
import { type CpuProfile, summarizeProfile } from './measure/self-time.ts';
import { operations } from './operations.ts';

/** Asks Cograph alone, one operation at a time, and prints where its processor time goes: by package or room,
 *  and by function. Returns the exit code. */
export async function runProfile(
  server: string,
  { scale, seconds, connections }: { scale: ScaleName; seconds: number; connections: number },
): Promise<number> {
  const name = await ensureDatabase(server, scale, (line) => void process.stderr.write(`${line}\n`));
  const sql = postgres(addressOf(server, name), { max: 1 });
  const load = startLoad();
  const folder = mkdtempSync(join(tmpdir(), 'cograph-profile-'));
  const shares: Record<string, Record<string, number>> = {};
  const profileOf = async (contender: Contender, order: Omit<LoadOrder, 'seconds'>) => {
    try {
      await load.run({ ...order, seconds });
      const from = nowUs();
      const { answered } = await load.run({ ...order, seconds: seconds * 2 });
      const to = nowUs();
      // Node writes the profile as it ends.
      await contender.stop();
      return { answered, ...summarizeProfile(readProfile(profileFolder.path!), from, to) };
    } finally {
      await contender.stop();
    }
  };
  try {
    for (const operation of operations) {
      profileFolder.path = join(folder, operation.name);
      const contender = await startContender('cograph', addressOf(server, name));
      const values = await operation.values(sql);
      const requests = values.map((value) => askOf(contender, operation, value));
      const order = { urls: contender.addresses.map((each) => new URL(each).origin), connections, requests };
      const profiled = await profileOf(contender, order);
      const { answered, busyMs, places, functions } = profiled;
      const line = ([what, ms]: readonly [string, number]) =>
        `${percent(ms / busyMs)} %  ${((1_000 * ms) / answered).toFixed(0).padStart(6)} µs  ${what}\n`;
      process.stdout.write(
        `\n${operation.title}: ${answered} answers, ${(busyMs / answered).toFixed(2)} ms each\n`,
      );
      process.stdout.write(places.slice(0, 16).map(line).join(''));
      process.stdout.write(`  the functions that take most\n${functions.slice(0, 20).map(line).join('')}`);
      shares[operation.name] = Object.fromEntries(
        places.slice(0, 5).map(([what, ms]) => [what, Number((ms / busyMs).toFixed(3))]),
      );
    }
  } finally {
    load.stop();
    await sql.end();
    rmSync(folder, { recursive: true });
  }
  process.stdout.write(`${JSON.stringify({ scale, shares })}\n`);
  return 0;
}

function readProfile(folder: string): CpuProfile {
  const [file] = readdirSync(folder);
  if (!file) throw new Error('Node wrote no profile.');
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
}

const percent = (share: number) => (100 * share).toFixed(1).padStart(5);
const nowUs = () => Number(process.hrtime.bigint() / 1_000n);
