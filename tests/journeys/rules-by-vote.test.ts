import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Graph, openGraph } from '../kit/graph.ts';
import { governanceOf } from '../kit/governance.ts';

// A young platform puts itself provisional rules, finds a committee of three sides, and lets it decide.
let graph: Graph;
let kit: ReturnType<typeof governanceOf>;
beforeAll(async () => {
  graph = await openGraph();
  kit = governanceOf(graph);
});
afterAll(() => graph[Symbol.asyncDispose]());

const front = `query ($id: ID!) {
  platform(id: $id) {
    name { en }
    committee { isComplete seats { side organization { name { en } } person { id } } }
    rules { number isProvisional title { en } text { zh en }
      tally { side for seats } votes { choice reason } }
    proposal { id }
    ruleVersions { totalCount edges { node { number state isProvisional text { en } } } }
  }
}`;

it('a young platform gives itself provisional rules, until its committee decides', async () => {
  const { platformId, operator } = await kit.governed();
  const ask = async () =>
    (await graph.read<{ platform: Record<string, unknown> }>(front, { variables: { id: platformId } }))
      .platform;

  const provisional = await kit.draft(platformId, operator, { text: { zh: '暂行', en: 'For now' } });
  await kit.told('rulesAdopt', { rulesId: provisional }, operator);
  expect(await ask()).toMatchObject({
    committee: { isComplete: false, seats: [] },
    rules: { number: 1, isProvisional: true, text: { zh: '暂行', en: 'For now' }, tally: null, votes: [] },
  });

  const supplier = await kit.seat(platformId, operator, 'SUPPLIER');
  const demander = await kit.seat(platformId, operator, 'DEMANDER');
  const supporter = await kit.seat(platformId, operator, 'SUPPORTER');
  // A demander proposes; the supporter is against, and so no majority outvotes that side.
  const rulesId = await kit.draft(platformId, demander.voter, { text: { en: 'Prices are public' } });
  await kit.told('ruleChangePropose', { rulesId }, demander.voter);
  await kit.vote(rulesId, demander, 'FOR', 'We asked for it');
  await kit.vote(rulesId, supplier, 'FOR');
  expect(await ask()).toMatchObject({ proposal: { id: rulesId }, rules: { number: 1 } });
  await kit.vote(rulesId, supporter, 'AGAINST', 'Not yet');
  expect(await ask()).toMatchObject({
    proposal: null,
    rules: { number: 1 },
    ruleVersions: { totalCount: 2, edges: [{ node: { state: 'REJECTED', number: null } }, {}] },
  });
});

it('a proposal that every side supports is in force at once; the old version stays readable for ever', async () => {
  const { platformId, operator, seats } = await kit.withCommittee(2);
  const read = (variables: object) =>
    graph.read<{ platform: Record<string, unknown> }>(front, { variables: { ...variables } });
  const first = await kit.proposed(platformId, operator, { text: { en: 'First' } });
  for (const seat of seats) if ((await see(first)) === 'PROPOSED') await kit.vote(first, seat, 'FOR');
  const second = await kit.draft(platformId, seats[0]!.voter, { text: { en: 'Second' } });
  await kit.told('ruleChangePropose', { rulesId: second }, seats[0]!.voter);
  await kit.vote(second, seats[0]!, 'AGAINST');
  await kit.vote(second, seats[0]!, 'FOR', 'Read it again');
  await kit.vote(second, seats[2]!, 'FOR');
  await kit.vote(second, seats[4]!, 'AGAINST');
  expect((await read({ id: platformId })).platform).toMatchObject({
    rules: { number: 1, text: { en: 'First' } },
    proposal: { id: second },
  });
  await kit.vote(second, seats[1]!, 'FOR');
  await kit.vote(second, seats[5]!, 'FOR');

  const before = graph.statements.length;
  const { platform } = await read({ id: platformId });
  const statements = graph.statements.length - before;
  expect(platform).toMatchObject({
    committee: { isComplete: true },
    proposal: null,
    rules: {
      ...{ number: 2, isProvisional: false, text: { en: 'Second' } },
      tally: [
        { side: 'SUPPLIER', for: 2, seats: 2 },
        { side: 'DEMANDER', for: 1, seats: 2 },
        { side: 'SUPPORTER', for: 1, seats: 2 },
      ],
    },
    ruleVersions: {
      totalCount: 2,
      edges: [
        { node: { number: 2, state: 'ADOPTED', text: { en: 'Second' } } },
        { node: { number: 1, state: 'ADOPTED', text: { en: 'First' } } },
      ],
    },
  });
  // One statement for each thing that is asked for, not for each row.
  expect(statements).toBeLessThanOrEqual(11);
});

const see = async (id: string) =>
  (await graph.read<{ platformRules: { state: string } }>(`{ platformRules(id: "${id}") { state } }`))
    .platformRules.state;
