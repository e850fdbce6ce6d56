import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

const rooms = ['schema', 'formats', 'db', 'subgraphs', 'gateway', 'cli', 'tests'];
const checks: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['--noEmit']],
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['schema', 'cograph', ['schema', '--check']],
  ['policy', 'cograph', ['policy', '--check']],
  ['imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...rooms]],
];

/** Runs every static check, also after one has failed, and says which did. Exit 0 or 1. */
export function checkCommand(): number {
  const failed = checks.filter(([name, command, args]) => {
    process.stdout.write(`- ${name}\n`);
    return run(command, args) !== 0;
  });
  process.stdout.write(
    `${JSON.stringify({ checks: checks.length, failed: failed.map(([name]) => name) })}\n`,
  );
  return failed.length > 0 ? 1 : 0;
}

/** Runs the whole suite at full size, with any further arguments for vitest. Exit as vitest's. */
export function proveCommand(args: string[] = []): number {
  return run('vitest', ['run', ...args], { PROVE: '1' });
}

/** Makes every rule weaker and has the matrix notice. Exit as vitest's: 1 where one survives. */
export function mutantsCommand(): number {
  return run('vitest', ['run', 'tests/mutants.test.ts'], { MUTANTS: '1', DATABASE_URL: '' });
}

function run(command: string, args: string[], env: Record<string, string> = {}): number {
  const [file, ...rest] =
    command === 'cograph'
      ? [process.execPath, `${root}cli/cograph.js`, ...args]
      : [process.execPath, `${root}node_modules/.bin/${command}`, ...args];
  const { status } = spawnSync(file ?? '', rest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}
