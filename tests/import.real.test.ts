import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { organization } from '../db/tables/actors/organization.ts';
import { hasRealData, realFile } from '../formats/reading.kit.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { type Asked, counts, rowsOf, runOn } from './kit/import.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph[Symbol.asyncDispose]());

const run = (file: string, asked?: Asked) => runOn(graph, file, asked);
const rows = () => rowsOf(graph);

describe.skipIf(!hasRealData)('the real catalogues', () => {
  const files: [format: string, file: string, read: number, duplicates: number, provider: string][] = [
    ['uniquip', 'uniquip/equipment-2015-10-13.csv', 553, 30, 'University in 2015'],
    ['uniquip', 'uniquip/equipment-2019-01-25.csv', 594, 30, 'University in 2019'],
    ['ror', 'ror/ror-v2-cn-hk-mo-tw.ndjson', 1309, 0, 'Research Organization Registry'],
    ['firstdata', 'sources-zh-en/sources.ndjson', 300, 0, 'FirstData'],
  ];
  test.each(files)(
    '%s %s: %i records',
    { timeout: 120_000 },
    async (format, name, read, duplicates, provider) => {
      const file = realFile(name);
      const start = await rows();
      const dry = await run(file, { format, provider, dryRun: true });
      expect(dry.counts).toEqual(counts(read, { new: read }));
      expect(await rows()).toEqual(start);
      const first = await run(file, { format, provider });
      expect(first).toMatchObject({ exit: 0, counts: counts(read, { new: read }) });
      expect(first.lines.at(-2)).toBe(
        `${read} records read: ${read} new, 0 the same, 0 changed, 0 refused; ${duplicates} duplicates.`,
      );
      const before = await rows();
      expect((await run(file, { format, provider })).counts).toEqual(counts(read, { same: read }));
      expect(await rows()).toEqual(before);
    },
  );

  test.each([
    ['University in 2015', 'MICROSCOPE', 21],
    ['University in 2019', 'MICROSCOPE', 12],
    ['FirstData', '国家', 122],
  ])('are found in the graph: %s, %s', async (provider, text, totalCount) => {
    const [owner] = await graph.database.read
      .select({ id: organization.id })
      .from(organization)
      .where(eq(organization.nameEn, provider));
    const query = `query Q($id: ID!, $text: String!) {
      actor(id: $id) { resources(first: 1, filter: { text: $text }) { totalCount } } }`;
    expect(await graph.read(query, { variables: { id: owner!.id, text } })).toEqual({
      actor: { resources: { totalCount } },
    });
  });

  test('lead on from who ceased or was withdrawn', async () => {
    const found = await graph.database.read.execute<Record<string, unknown>>(sql`
      select o.status, count(*)::int as organizations, count(o.successor_ror)::int as "leadOn",
        count(s.id)::int as known
      from actors.organization o left join actors.organization s on s.ror = o.successor_ror
      where o.ror is not null group by 1 order by 1`);
    expect(found).toEqual([
      { status: 'ACTIVE', organizations: 1293, leadOn: 0, known: 0 },
      { status: 'INACTIVE', organizations: 12, leadOn: 6, known: 5 },
      { status: 'WITHDRAWN', organizations: 4, leadOn: 4, known: 4 },
    ]);
  });
});
