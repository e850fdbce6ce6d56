import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const rooms = ['schema', 'formats', 'db', 'subgraphs', 'gateway', 'cli', 'tests', 'bench', 'examples'];
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: ICruiseOptions;
};

interface SourceFile {
  path: string;
  text: string;
}
const files: SourceFile[] = rooms
  .filter((room) => readdirSync(root).includes(room))
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
      .map((path) => ({ path: `${room}/${path}`, text: readFileSync(join(root, room, path), 'utf8') })),
  );
const isTest = ({ path }: SourceFile) => path.startsWith('tests/') || path.endsWith('.test.ts');

/** The rules that a tree breaks, as "rule: file -> file". */
async function violations(baseDir: string, folders: string[]): Promise<string[]> {
  const { output } = await cruise(folders, {
    ...config.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
    tsConfig: {},
  });
  return (output as ICruiseResult).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
  );
}

/** Tables of other subgraphs that a subgraph names without their being published. */
function foreignTables({ path, text }: SourceFile): string[] {
  const owner = path.split('/')[1] ?? '';
  return [
    ...text.matchAll(/import (?:type )?\{([^}]+)\} from '[^']*db\/tables\/([a-z]+)(?:\/[a-z-]+)?\.ts'/g),
  ].flatMap(([, names = '', table = '']) =>
    names
      .split(',')
      .map((name) => name.replace(/^\s*type\s+/, '').trim())
      .filter((name) => name !== '' && table !== owner && !name.startsWith('published'))
      .filter((name) => !/^[A-Z]/.test(name))
      .map((name) => `${path} names ${table}.${name}`),
  );
}

describe('imports', () => {
  it('flow one way only', { timeout: 60_000 }, async () => {
    expect(await violations(root, rooms.slice(0, 6))).toEqual([]);
  });

  it('would be refused from one subgraph to another, and from a format to the database', async () => {
    const tree = mkdtempSync(join(tmpdir(), 'cograph-tidy-'));
    try {
      for (const folder of ['subgraphs/actors', 'subgraphs/resources', 'formats', 'db']) {
        mkdirSync(join(tree, folder), { recursive: true });
      }
      symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
      writeFileSync(join(tree, 'subgraphs/resources/resource.ts'), 'export const resource = 1;\n');
      writeFileSync(
        join(tree, 'subgraphs/actors/actor.ts'),
        "import { resource } from '../resources/resource.ts';\nresource;\n",
      );
      writeFileSync(join(tree, 'db/client.ts'), 'export const client = 1;\n');
      writeFileSync(join(tree, 'formats/csv.ts'), "import { client } from '../db/client.ts';\nclient;\n");
      expect((await violations(tree, ['subgraphs', 'formats', 'db'])).sort()).toEqual([
        'actors-knows: subgraphs/actors/actor.ts -> subgraphs/resources/resource.ts',
        'formats-know: formats/csv.ts -> db/client.ts',
      ]);
    } finally {
      rmSync(tree, { recursive: true });
    }
  });
});

describe('tables', () => {
  it('are named by their own subgraph, or published', () => {
    const subgraphs = files.filter((file) => file.path.startsWith('subgraphs/') && !isTest(file));
    expect(subgraphs.flatMap(foreignTables)).toEqual([]);
  });

  it('would be refused when another subgraph named them', () => {
    const text = "import { project, publishedProject } from '../../db/tables/projects.ts';";
    expect(foreignTables({ path: 'subgraphs/actors/actor.store.ts', text })).toEqual([
      'subgraphs/actors/actor.store.ts names projects.project',
    ]);
  });
});

describe('files', () => {
  it('hold one idea and at most 300 lines', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([]);
  });

  it('have lines of at most 110 columns; text, SQL and patterns may be whole', () => {
    const long = files.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          line.length > 110 && !/'[^']{60,}'|"[^"]{60,}"|`[^`]{60,}`|^ +\/.{60,}\/[a-z]*;$/.test(line)
            ? [`${path}:${index + 1}`]
            : [],
        ),
    );
    expect(long).toEqual([]);
  });

  it('leave nothing to do', () => {
    const marks = new RegExp(`(//|\\*).*\\b(${'TO' + 'DO'}|${'FIX' + 'ME'}|${'X' + 'XX'})\\b`);
    expect(files.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('keep SQL out of types and GraphQL out of stores', () => {
    const types = files.filter(({ path }) => /^subgraphs\/[a-z]+\/(?:[a-z-]+\/)?[a-z-]+\.ts$/.test(path));
    const wrong = types.filter(({ path, text }) => !/seed\.ts$/.test(path) && /from 'drizzle-orm/.test(text));
    const stores = files.filter(({ path }) => path.endsWith('.store.ts'));
    expect(
      [...wrong, ...stores.filter(({ text }) => /builder\.ts'/.test(text))].map(({ path }) => path),
    ).toEqual([]);
  });

  it('import from the file that defines a thing: no barrel but an index, which defines nothing', () => {
    const barrels = files.filter(
      ({ path, text }) => !path.endsWith('/index.ts') && /^export (\*|\{[^}]*\}) from/m.test(text),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});
