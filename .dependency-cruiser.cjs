// Who may import whom (docs/style.md). Read a rule as "what stands in `from` may not know what stands in `to`".
const test = '\\.test\\.ts$|^tests/';
const subgraphs = ['actors', 'resources', 'projects', 'metrics', 'node', 'door'];

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: '^(schema|db|formats|subgraphs|gateway|cli|bench|examples|tests)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(schema|db|formats|gateway|cli)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is not used.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: `${test}|\\.config\\.|^\\.|^cli/(cograph\\.js|main\\.ts)$|^gateway/pages/assets/|^examples/`,
      },
      to: {},
    },
    only(
      'schema-knows',
      '^schema/',
      ['^schema/', '^db/lists/', '^db/client\\.ts$'],
      'The contract and its kit rest on code lists alone; of db/client.ts only types.',
    ),
    {
      name: 'schema-takes-types-of-the-client',
      severity: 'error',
      from: { path: '^schema/', pathNot: test },
      to: { path: '^db/client\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    only(
      'formats-know',
      '^formats/',
      ['^formats/', '^schema/values/'],
      'A format knows no SQL and no GraphQL.',
    ),
    {
      name: 'formats-know-no-engine',
      severity: 'error',
      from: { path: '^formats/', pathNot: test },
      to: { path: 'node_modules/(graphql|drizzle-orm|postgres|@electric-sql|@pothos|@apollo)' },
    },
    only(
      'db-knows',
      '^db/',
      ['^db/', '^schema/(ids|events|events\\.alliance|errors|scopes)\\.ts$'],
      'Tables know ids, events, errors and scopes of the contract.',
    ),
    ...subgraphs.map((name) =>
      only(
        `${name}-knows`,
        `^subgraphs/${name}/`,
        [
          `^subgraphs/${name}/`,
          '^schema/',
          '^formats/',
          '^db/(batch|client|columns|events|jobs|privacy\\.(erase|person)|source-records)\\.ts$',
          '^db/tables/',
          '^db/lists/',
        ],
        'A subgraph knows itself, the kit and the database; never another subgraph. The tidy test looks at the tables by name.',
      ),
    ),
    only(
      'gateway-knows',
      '^gateway/',
      [
        '^gateway/',
        '^schema/',
        '^formats/',
        '^db/client\\.ts$',
        '^db/tables/(actors/published|gateway)\\.ts$',
        '^subgraphs/[a-z]+/index\\.ts$',
      ],
      'The door knows no room, only its schema.',
    ),
    only(
      'commands-know',
      '^(cli|bench)/',
      ['^(cli|bench|schema|db|formats|subgraphs|gateway)/'],
      'Commands know every room but the tests.',
    ),
    only('examples-know', '^examples/', ['^examples/'], 'Examples live on the public schema alone.'),
    {
      name: 'sql-has-its-face',
      comment: 'A type file holds no SQL; a store no GraphQL.',
      severity: 'error',
      from: { path: '^subgraphs/.*\\.store\\.ts$' },
      to: { path: 'node_modules/(graphql|@pothos)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^\\.data/', '^bench/(hive/)?node_modules/', '^node_modules/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
