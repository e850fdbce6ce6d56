import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { type ActorId, newId } from '../../../schema/ids.ts';
import { type Answer, type Graph, openGraph } from '../../../tests/kit/graph.ts';
import {
  declareReviewPeople,
  eventsOf,
  putReview,
  type ReviewPeople,
  throughKey,
} from '../../../tests/kit/review.ts';
import { putRole, rolesStanding } from '../../../tests/kit/role.ts';

let graph: Graph;
let people: ReviewPeople;
beforeAll(async () => {
  graph = await openGraph();
  people = await declareReviewPeople(graph);
  await putReview(graph, { actorId: people.institute, platformId: people.otherPlatform }, 'APPROVED');
});
afterAll(() => graph[Symbol.asyncDispose]());

interface Said {
  __typename: string;
  code?: string;
  grant?: Record<string, unknown> & { id: string };
}
const send = (name: string, input: object, viewer: Viewer | null) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return graph.ask<Record<string, Said | null>>(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Refusal { code message }
      ... on ${type}Success { grant { id state statement reason platform { id } } } } }`,
    { viewer, variables: { input } },
  );
};
const saidBy = async (name: string, input: object, viewer: Viewer | null) =>
  (await send(name, input, viewer)).data?.[name];
async function expectError(asking: () => Promise<Answer<unknown>>, code: string, message: unknown) {
  const before = await rolesStanding(graph);
  const { data, errors } = await asking();
  expect(Object.values(data ?? {}).every((each) => each === null)).toBe(true);
  expect(errors?.map((error) => [error.extensions?.['code'], error.message])).toEqual([[code, message]]);
  expect(await rolesStanding(graph)).toEqual(before);
}
async function expectRefusal(asking: () => Promise<Said | null | undefined>, type: string) {
  const before = await rolesStanding(graph);
  const code = type.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();
  expect(await asking()).toMatchObject({ __typename: type, code });
  expect(await rolesStanding(graph)).toEqual(before);
}
const ask = (more: object, viewer: Viewer | null) => () =>
  saidBy('coCreationRoleRequest', { actorId: people.institute, role: 'NORM_GUIDE', ...more }, viewer);
const rolesOf = async (id: ActorId) => {
  const query = `{ actor(id: "${id}") { coCreationRoles } }`;
  return (await graph.read<{ actor: { coCreationRoles: string[] } }>(query)).actor.coCreationRoles;
};

describe('coCreationRoleRequest', () => {
  test('goes to the platform that serves the region, which grants it; then it is held', async () => {
    const { grant } = (await ask(
      { role: 'RESOURCE_PROVIDER', statement: 'We share.' },
      people.administrator,
    )())!;
    const id = grant!.id;
    expect(grant).toMatchObject({
      state: 'REQUESTED',
      statement: 'We share.',
      platform: { id: people.platform },
    });
    expect(await rolesOf(people.institute)).toEqual([]);
    await expectRefusal(ask({ role: 'RESOURCE_PROVIDER' }, people.administrator), 'CoCreationRoleTaken');
    const granted = await saidBy('coCreationRoleGrant', { grantId: id }, people.operator);
    expect(granted?.grant?.['state']).toBe('GRANTED');
    expect(await rolesOf(people.institute)).toEqual(['RESOURCE_PROVIDER']);
    const data = { actorId: people.institute, role: 'RESOURCE_PROVIDER', platformId: people.platform };
    expect(await eventsOf(graph, id)).toEqual([
      { kind: 'coCreationRole.requested', actorId: people.administrator.actorId, data },
      { kind: 'coCreationRole.granted', actorId: people.operator.actorId, data },
    ]);
  });

  test('makes everyone who asks a final consumer at once, a person too', async () => {
    const asked = { actorId: people.stranger.actorId, role: 'FINAL_CONSUMER' };
    expect((await ask(asked, people.stranger)())?.grant).toMatchObject({ state: 'GRANTED', platform: null });
    expect(await rolesOf(people.stranger.actorId)).toEqual(['FINAL_CONSUMER']);
  });

  test('refuses the unverified, what cannot be used, and a person who names no platform', async () => {
    const { stranger, platform } = people;
    const own = { actorId: stranger.actorId, platformId: platform };
    await expectRefusal(ask(own, stranger), 'VerificationNeeded');
    for (const more of [{ actorId: stranger.actorId }, { ...own, platformId: newId('Platform') }])
      await expectRefusal(ask(more, stranger), 'CoCreationRoleUnusable');
    await expectRefusal(ask({ statement: '<b>x</b>' }, people.administrator), 'CoCreationRoleUnusable');
  });

  test('is for the actor in person', async () => {
    const request =
      (viewer: Viewer | null, more = {}) =>
      () =>
        send('coCreationRoleRequest', { actorId: people.institute, role: 'NORM_GUIDE', ...more }, viewer);
    const requires = 'the person, or administrator of the organisation, not through a key';
    for (const viewer of [people.member, people.operator, people.stranger])
      await expectError(request(viewer), 'FORBIDDEN', `You may not do this. It requires: ${requires}.`);
    const words = 'signed in, not through a key';
    await expectError(request(null), 'UNAUTHENTICATED', `Sign in first. This requires: ${words}.`);
    const key = throughKey(people.administrator);
    await expectError(request(key), 'FORBIDDEN', `You may not do this. It requires: ${words}.`);
    await expectError(request(people.member, { actorId: 'x' }), 'BAD_USER_INPUT', expect.any(String));
  });
});

/** Each step: from where, with what, and who does it. */
const deeds = [
  ['coCreationRoleGrant', 'REQUESTED', {}, 'operator'],
  ['coCreationRoleRefuse', 'REQUESTED', { reason: 'No mandate.' }, 'secondOperator'],
  ['coCreationRoleRevoke', 'REVIEW_DUE', { reason: 'No mandate.' }, 'operator'],
  ['coCreationRoleWithdraw', 'REQUESTED', {}, 'administrator'],
] as const;

describe.each(deeds)('%s', (name, from, more, doer) => {
  const fresh = async () => {
    await graph.database.script(`delete from actors.co_creation_role where role = 'NORM_GUIDE'`);
    return putRole(graph, { actorId: people.institute, platformId: people.platform }, from);
  };

  test(`is done by the ${doer}, and recorded`, async () => {
    const grantId = await fresh();
    expect((await saidBy(name, { grantId, ...more }, people[doer]))?.__typename).toMatch(/Success$/);
    expect((await eventsOf(graph, grantId)).map(({ actorId }) => actorId)).toEqual([people[doer].actorId]);
  });

  test('is refused or denied to everybody else, and changes nothing', async () => {
    const grantId = await fresh();
    const isReviewers = doer !== 'administrator';
    const requires = isReviewers
      ? 'operator of the platform who has no part in the applicant, not through a key'
      : 'the person, or administrator of the organisation, not through a key';
    const requested = from === 'REQUESTED';
    for (const viewer of [people.stranger, people.member, people.otherOperator])
      if (requested)
        await expectRefusal(() => saidBy(name, { grantId, ...more }, viewer), 'CoCreationRoleUnknown');
    await expectRefusal(
      () => saidBy(name, { grantId: newId('CoCreationRoleGrant'), ...more }, people[doer]),
      'CoCreationRoleUnknown',
    );
    for (const viewer of [
      isReviewers ? people.administrator : people.operator,
      people.auditor,
      people.involved,
    ])
      await expectError(
        () => send(name, { grantId, ...more }, viewer),
        'FORBIDDEN',
        `You may not do this. It requires: ${requires}.`,
      );
    const words = 'signed in, not through a key';
    const by = (viewer: Viewer | null, id: string) => () => send(name, { grantId: id, ...more }, viewer);
    await expectError(by(null, grantId), 'UNAUTHENTICATED', `Sign in first. This requires: ${words}.`);
    const denied = `You may not do this. It requires: ${words}.`;
    await expectError(by(throughKey(people[doer]), grantId), 'FORBIDDEN', denied);
    await expectError(by(people[doer], 'x'), 'BAD_USER_INPUT', '"x" is not a CoCreationRoleGrant id.');
    if ('reason' in more)
      await expectRefusal(
        () => saidBy(name, { grantId, reason: ' ' }, people[doer]),
        'CoCreationRoleUnusable',
      );
  });
});

test('what was written is for the parties, what is held for everybody', async () => {
  await graph.database.script(`delete from actors.co_creation_role`);
  const facts = { actorId: people.institute, platformId: people.platform };
  const held = await putRole(graph, facts, 'GRANTED');
  const asked = await putRole(graph, { ...facts, role: 'SERVICE_SUPPORTER' }, 'REQUESTED');
  await graph.database.script(`update actors.co_creation_role set statement = 'Our words.'`);
  const seen = async (viewer: Viewer | null) => {
    const page = 'coCreationRoleGrants { totalCount edges { node { id statement } } }';
    type Told = { node: { coCreationRoleGrants: { edges: { node: { id: string; statement: string } }[] } } };
    const { data } = await graph.ask<Told & { actor: Told['node'] }>(
      `{ node(id: "${people.platform}") { ... on Platform { ${page} } } actor(id: "${people.institute}") { ${page} } }`,
      { viewer },
    );
    const lists = [data!.node, data!.actor].map(({ coCreationRoleGrants: { edges } }) =>
      edges.map(({ node }) => [node.id, node.statement]),
    );
    expect(lists[0]).toEqual(lists[1]);
    return lists[0];
  };
  const all = [
    [asked, 'Our words.'],
    [held, 'Our words.'],
  ];
  for (const viewer of [people.administrator, people.operator, people.auditor])
    expect(await seen(viewer)).toEqual(all);
  for (const viewer of [people.member, people.stranger, people.otherOperator, null])
    expect(await seen(viewer)).toEqual([[held, null]]);
});

test('the guide tells the four roles, and what only a verified actor is granted', async () => {
  const { coCreationRoleGuide: guide, qualificationKinds: kinds } = await graph.read<{
    coCreationRoleGuide: { role: string; needsVerification: boolean; stages: { number: number }[] }[];
    qualificationKinds: { rights: { action: string; title: { en: string } }[] }[];
  }>(`{ coCreationRoleGuide { role needsVerification stages { number } rights { zh en } duties { zh en } }
    qualificationKinds { rights { action title { en } } } }`);
  expect(guide.map(({ role, stages }) => [role, stages.map(({ number }) => number)])).toEqual([
    ['NORM_GUIDE', [4, 6]],
    ['RESOURCE_PROVIDER', [1, 2, 3, 4, 5, 6]],
    ['SERVICE_SUPPORTER', [1, 2, 3, 5, 6]],
    ['FINAL_CONSUMER', [1, 2, 4, 5, 6]],
  ]);
  expect(guide.map(({ needsVerification }) => needsVerification)).toEqual([true, true, true, false]);
  const roles = ['Norm guide', 'Resource provider', 'Service supporter'];
  const rights = roles.map((en) => ({
    action: 'coCreationRoleGrant',
    title: { en: `Be granted the role: ${en}` },
  }));
  const found = {
    action: 'allianceFound',
    title: { en: 'Found an alliance, or join in founding one' },
  };
  const ofOrganizations = [...rights, found];
  const four = Array<typeof rights>(4).fill(ofOrganizations);
  expect(kinds.map((each) => each.rights)).toEqual([...four, rights]);
});
