import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { scales, type ScaleName } from './dataset/scales.ts';

const here = import.meta.dirname;
const serverUsual = 'postgres://postgres@127.0.0.1:5432/postgres';

const positive = (text: string) => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Write a number above 0.');
  return value;
};
const whole = (text: string) => {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('Write a whole number above 0.');
  return value;
};

interface Asked {
  scale: ScaleName;
  rounds: number;
  seconds: number;
  connections: number;
  results: string;
  profile?: boolean;
}

const program = new Command('npm run bench --')
  .description(
    'Measure Cograph against the stock gateway, PostGraphile and hand-written SQL on PostgreSQL. ' +
      'DATABASE_URL says where; it must be allowed to create databases.',
  )
  .helpCommand(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .addOption(new Option('--scale <scale>', 'how much data').choices(Object.keys(scales)).default('default'))
  .option('--rounds <count>', 'how many rounds', whole, 5)
  .option('--seconds <seconds>', 'how long each stretch is measured', positive, 4)
  .option('--connections <count>', 'how many ask at a time', whole, 8)
  .option('--results <file>', 'where the report is written', join(here, 'results.md'))
  .option('--profile', 'say where the time of Cograph goes instead, and measure nothing')
  .allowExcessArguments(false)
  .parse();

process.exitCode = await main(program.opts<Asked>()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 3;
});

async function main({ profile: isProfile = false, ...asked }: Asked): Promise<number> {
  const server = process.env['DATABASE_URL'] || serverUsual;
  if (!/^postgres(ql)?:\/\//.test(server) || !URL.canParse(server)) {
    process.stderr.write('DATABASE_URL cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME .\n');
    return 2;
  }
  installPeers();
  if (isProfile) return (await import('./profile.ts')).runProfile(server, asked);
  const { runBench } = await import('./run.ts');
  const warmUpSeconds = asked.seconds / 8;
  const { scale, rounds, seconds, connections } = asked;
  const figures = `--rounds ${rounds} --seconds ${seconds} --connections ${connections}`;
  const command = `npm run bench -- --scale ${scale} ${figures}`;
  return runBench(server, { ...asked, warmUpSeconds, firstSeconds: asked.seconds, command });
}

/** Installs what Cograph is measured against, unless just that is installed. */
function installPeers(): void {
  const lock = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  const mark = join(here, 'node_modules', '.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  process.stderr.write('installing the peers; warnings about engines are expected on Node 20\n');
  const prefix = relative(process.cwd(), here) || '.';
  const { status } = spawnSync('npm', ['ci', '--prefix', prefix, '--engine-strict=false'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The peers could not be installed; see above.');
  writeFileSync(mark, lock);
}
