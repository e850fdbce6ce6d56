import { bodies } from './bodies.ts';
import type { Sending } from './send.ts';

/** A request nobody sends by mistake. */
export interface Attack extends Sending {
  name: string;
  /** The status it is answered with. */
  status: number;
}

const repeated = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join(' ');
const nested = (open: string, levels: number, inner: string, close = '}') =>
  `${open.repeat(levels)}${inner}${close.repeat(levels)}`;
const document = (name: string, query: string, status = 400, variables?: unknown): Attack => ({
  name,
  status,
  body: JSON.stringify({ query, variables }),
});
/** Fragments that each spread the next twice. */
const doubling = (count: number, condition: string, open = '', close = '') =>
  repeated(count, (at) => {
    const next = at < count - 1 ? `...F${at + 1} ...F${at + 1}` : '__typename';
    return `fragment F${at} on ${condition} { ${open} ${next} ${close} }`;
  });
const connection = (name: string, inner: string) => `${name}(first: 50) { edges { node { ${inner} } } }`;
const lists = (levels: number, inner: string): string =>
  levels === 0
    ? inner
    : connection(levels % 2 ? 'projects' : 'resources', `... on Resource { id } ${lists(levels - 1, inner)}`);

const fragments: Attack[] = [
  document('fragments that spread each other twice, twenty deep', `{ ...F0 ...F0 } ${doubling(20, 'Query')}`),
  document('fragments that spread each other twice, sixty deep', `{ ...F0 ...F0 } ${doubling(60, 'Query')}`),
  document(
    'nested fragments with fields between',
    `{ ...F0 } ${doubling(30, 'Query', 'metricDefinitions { key }')}`,
  ),
  document(
    'nested fragments with type conditions',
    `{ resources { edges { node { ...F0 } } } } ${doubling(25, 'Resource', '... on Equipment { id ... on Resource {', '} }')}`,
  ),
  document('a fragment that spreads itself', '{ ...F } fragment F on Query { ...F }'),
  document(
    'fragments in a circle',
    `{ ...F0 } ${repeated(50, (at) => `fragment F${at} on Query { ...F${(at + 1) % 50} }`)}`,
  ),
  document(
    'fragments in a circle through a list',
    '{ projects { ...C } } fragment C on ProjectConnection { edges { node { ...P } } } fragment P on Project { resources { edges { node { projects { ...C } } } } }',
  ),
  document(
    'fragments that all spread all others',
    `{ ...F0 } ${repeated(25, (at) => `fragment F${at} on Query { ${repeated(25, (to) => `...F${to}`)} }`)}`,
  ),
  document('one fragment spread 900 times', `{ ${'...F '.repeat(900)} } fragment F on Query { __typename }`),
  document(
    'one large fragment spread fifty times',
    `{ ${'...F '.repeat(50)} } fragment F on Query { ${repeated(40, (at) => `a${at}: __typename`)} }`,
  ),
  document(
    '300 fragments that nobody spreads',
    `{ __typename } ${repeated(140, (at) => `fragment F${at} on Query { __typename }`)}`,
  ),
  document('inline fragments in each other', `{ ${nested('... on Query {', 250, '__typename')} }`),
];

const floods: Attack[] = [
  document('aliases of a cheap field', `{ ${repeated(300, (at) => `a${at}: __typename`)} }`),
  document('aliases of a list', `{ ${repeated(60, (at) => `a${at}: resources(first: 50) { totalCount }`)} }`),
  document('directives on one field', `{ __typename ${'@include(if: true) '.repeat(150)} }`),
  document('directives nobody knows', `{ __typename ${repeated(400, (at) => `@d${at}`)} }`),
  document('the same field again and again', `{ metricDefinitions { ${'key '.repeat(900)} } }`),
  document('the same list again and again', `{ ${'metricDefinitions { key title { zh } } '.repeat(120)} }`),
  document('fields that nobody knows', `{ ${repeated(900, (at) => `absent${at}`)} }`),
  document(
    'arguments that nobody knows',
    `{ metricDefinitions(${repeated(300, (at) => `a${at}: 1`)}) { key } }`,
  ),
  document('variables that nobody uses', `query (${repeated(240, (at) => `$v${at}: Int`)}) { __typename }`),
  document(
    'operations that nobody asked for',
    repeated(200, (at) => `query Q${at} { __typename }`),
  ),
  document('words beyond count', `{ ${'a '.repeat(15_000)} }`),
  document('a comment as long as a body', `{ __typename } # ${'x'.repeat(31_000)}`, 200),
  document('commas, which mean nothing', `{ __typename ${','.repeat(31_000)} }`, 200),
];

const depths: Attack[] = [
  document('fields in each other', nested('{ a', 400, '')),
  document('brackets that never close', '{ a('.repeat(400)),
  document('a literal of lists in lists', `{ node(id: ${nested('[', 450, '', ']')}) { id } }`),
  document(
    'a literal of objects in objects',
    `{ resources(filter: ${nested('{a:', 240, '1')}) { totalCount } }`,
  ),
  document('a type of lists in lists', `query ($v: ${nested('[', 450, 'Int', ']')}) { __typename }`),
  document('lists in lists in lists', `{ ${lists(6, 'id')} }`),
  document('pages of a thousand', '{ resources(first: 1000) { edges { node { id } } } }'),
  document('a page size in a variable', 'query ($n: Int!) { resources(first: $n) { totalCount } }', 400, {
    n: 2_147_483_647,
  }),
  document(
    'pages in pages within every other figure',
    `{ ${connection('organizations', connection('resources', connection('projects', 'id')))} }`,
  ),
  document(
    'questions about the schema in a circle',
    `{ __schema { types { ${nested('fields { type {', 6, 'name', '} }')} } } }`,
  ),
  document(
    'the whole schema nine times',
    `{ ${repeated(9, (at) => `a${at}: __schema { types { name fields { name type { name } args { name } } enumValues { name } } }`)} }`,
  ),
  document('a hundred ids that are none', `{ nodes(ids: [${'"x" '.repeat(100)}]) { id } }`, 200),
];

const values: Attack[] = [
  document('a number of ten thousand digits', `{ resources(first: ${'9'.repeat(10_000)}) { totalCount } }`),
  document(
    'a text of thirty kilobytes',
    `{ resources(filter: { text: "${'微'.repeat(10_000)}" }) { totalCount } }`,
    200,
  ),
  document('a block text of quotes', `{ node(id: """${'\\"""'.repeat(3_000)}""") { id } }`, 200),
  document('escapes for half characters', `{ node(id: "${'\\uD800'.repeat(2_000)}") { id } }`),
  document(
    'names of the language behind ours',
    '{ __proto__ constructor toString hasOwnProperty { __proto__ } }',
  ),
  document(
    'a fragment named after an inside',
    '{ ...__proto__ ...constructor } fragment constructor on Query { __typename } fragment __proto__ on Query { __typename }',
    200,
  ),
  document('an alias named after an inside', '{ __proto__: __typename constructor: __typename }', 200),
  document('a type named after an inside', '{ ... on __proto__ { id } ... on constructor { id } }'),
  document(
    'variables named after an inside',
    'query ($constructor: Int, $toString: ID) { projects(first: $constructor) { totalCount } node(id: $toString) { id } }',
  ),
  document(
    'a text with zero characters',
    '{ resources(filter: { text: "\\u0000\\u0000" }) { totalCount } }',
    200,
  ),
  document(
    'words that reorder themselves',
    '{ resources(filter: { text: "\\u202e\\ufeff\\u200b" }) { totalCount } }',
    200,
  ),
  document('a subscription', 'subscription { anything }'),
];

/** Each attack, with what it is answered with. */
export const attacks: Attack[] = [...fragments, ...floods, ...depths, ...values, ...bodies];
