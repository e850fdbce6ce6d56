import { expect, test } from 'vitest';
import { readChecks, runChecks } from '../../../db/checks.ts';
import { openGraph } from '../../../tests/kit/graph.ts';

test('gives the demo region an alliance that holds its standing promises, met from a member', async () => {
  await using graph = await openGraph();
  await graph.seedRegion();
  const checks = await runChecks(graph.database);
  expect(checks.length).toBe(readChecks().length);
  expect(checks.filter(({ file, rows }) => file === 'actors.sql' && rows.length > 0)).toEqual([]);
  const query = `{ alliances { edges { node { name { zh } memberCounts { kind count }
    memberships { totalCount } activities { totalCount } organs { seats { state } } } } } }`;
  expect(await graph.read(query)).toEqual({
    alliances: {
      edges: [
        {
          node: {
            name: { zh: '宜昌生物医药产业创新联盟' },
            memberCounts: [
              { kind: 'UNIVERSITY', count: 1 },
              { kind: 'INSTITUTE', count: 3 },
              { kind: 'ENTERPRISE', count: 3 },
              { kind: 'PUBLIC_BODY', count: 1 },
              { kind: 'OTHER', count: 0 },
            ],
            memberships: { totalCount: 8 },
            activities: { totalCount: 1 },
            organs: [{ seats: [{ state: 'HELD' }] }, { seats: [] }],
          },
        },
      ],
    },
  });
});
