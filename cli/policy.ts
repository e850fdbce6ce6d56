import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { scopeOfMutation } from '../gateway/keys.rules.ts';
import { nameOf, ruleOf } from '../schema/access.ts';
import type { Context } from '../schema/context.ts';
import { objectTypes } from '../schema/guard.ts';
import { allow } from '../schema/shield.ts';
import { allActions, subgraphFiles } from './actions.ts';
import { schemas } from './rooms.ts';

const file = new URL('../docs/policy.md', import.meta.url);

/** Who may see or do one thing, in the words that are in force. */
interface Line {
  coordinate: string;
  who: string;
  /** What a key must be made for; a dash where no key will do. */
  scope: string;
}

/** Prints the policy, writes it into docs/policy.md, or says whether it is current there. Exit 0 or 1. */
export async function policyCommand(mode: 'print' | 'write' | 'check'): Promise<number> {
  const lines = await policyLines();
  const text = page(lines, rowRules());
  const isStale = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (mode === 'print')
    for (const each of lines) process.stdout.write(`${each.coordinate}  ${each.who}  key: ${each.scope}\n`);
  if (mode === 'write' && isStale) writeFileSync(file, text);
  const isFault = mode === 'check' && isStale;
  if (isFault) process.stderr.write('docs/policy.md is not current: run npx cograph policy --write.\n');
  const written = mode === 'write' && isStale ? 1 : 0;
  process.stdout.write(`${JSON.stringify({ lines: lines.length, written, faults: isFault ? 1 : 0 })}\n`);
  return isFault ? 1 : 0;
}

/** One line for every field and mutation that a client can ask, sorted. */
export async function policyLines(): Promise<Line[]> {
  const actions = await allActions();
  const lines = new Map<string, Line>();
  for (const schema of Object.values(schemas)) {
    for (const type of objectTypes(schema)) {
      if (isPlumbing(type)) continue;
      for (const field of Object.values(type.getFields()) as GraphQLField<unknown, Context>[]) {
        const rule = ruleOf(type, field);
        if (!rule || isUnseen(type, field)) continue;
        const coordinate = `${type.name}.${field.name}`;
        const own = rule === allow ? 'everybody' : nameOf(rule);
        const onRow = type.name === 'Mutation' ? actions.get(field.name)?.requires : undefined;
        const who = onRow && onRow !== own ? `${own}; of the row: ${onRow}` : own;
        lines.set(coordinate, { coordinate, who, scope: scopeFor(type, field.name, who) });
      }
    }
  }
  return [...lines.values()].sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
}

/** Pages, and what federation adds, say nothing of their own. */
const isPlumbing = ({ name }: GraphQLObjectType) => /^_|^PageInfo$|(Connection|Edge)$/.test(name);

/** What only the gateway asks, and what a type owned elsewhere repeats of its owner. */
const isUnseen = (type: GraphQLObjectType, field: GraphQLField<unknown, Context>) =>
  field.name === 'ref' ||
  field.name.startsWith('_') ||
  (type.extensions['foreign'] === true && field.name === 'id');

function scopeFor(type: GraphQLObjectType, name: string, who: string): string {
  if (/not through a key/.test(who)) return '—';
  if (type.name === 'Mutation') return scopeOfMutation(name);
  return who === 'everybody' ? 'read-public' : 'read-member';
}

/** Which rows exist for whom, in the words of the stores that decide it, by store. */
function rowRules(): { store: string; words: string }[] {
  return subgraphFiles().flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /\/\*\*([^/]*?)\*\/\n(?:export )?const (?:is[A-Z]|\w*[kK]nowable)\w* = \(viewer: ViewerSql/g,
      ),
    ].map(([, comment = '']) => ({
      store: path.replace('.store.ts', ''),
      words: comment
        .replace(/\s*\n \*\s*/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    })),
  );
}

function page(lines: Line[], rows: { store: string; words: string }[]): string {
  const types = new Map<string, Line[]>();
  for (const line of lines) {
    const [type = ''] = line.coordinate.split('.');
    types.set(type, [...(types.get(type) ?? []), line]);
  }
  return [
    '# Who may see and do what',
    '',
    'Written by `npx cograph policy --write` from the rules that are in force; `npm run check` fails when it is not',
    'current. What they should be is written by hand in `tests/policy.csv`, and the matrix holds the two together. The',
    'last column is the scope that an API key needs beside the right of its owner; a dash means that no key will do.',
    '',
    '## Which rows exist for whom',
    '',
    'A row somebody may not know of is answered like one that is not there.',
    '',
    ...table(
      ['row', 'exists'],
      rows.map(({ store, words }) => [store, words]),
    ),
    ...[...types].flatMap(([type, some]) => [
      `## ${type}`,
      '',
      ...table(
        ['field', 'who', 'key'],
        some.map(({ coordinate, who, scope }) => [`\`${coordinate}\``, who, scope]),
      ),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

const table = (head: string[], rows: string[][]) => [
  ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
  '',
];
