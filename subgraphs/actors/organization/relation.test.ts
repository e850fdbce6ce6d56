import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { organizationRelation } from '../../../db/tables/actors/organization-relation.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { expectError, expectRefusal, standing, viewerAs } from '../../../tests/kit/standing.ts';
import { declareOrganization } from './organization.store.ts';
import { statedMax } from './relation.store.ts';

type OrganizationId = Id<'Organization'>;
let graph: Graph;
let context: Context;
beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
});
afterAll(() => graph[Symbol.asyncDispose]());

const several = (count: number) =>
  Promise.all(
    Array.from(
      { length: count },
      async (_, at) => (await declareOrganization(context, { kind: 'OTHER', nameEn: `O${at}` })).id,
    ),
  );
const heads = (...ids: OrganizationId[]) =>
  viewerAs(
    newId('Person'),
    ids.map((id) => ({ id, role: 'ADMINISTRATOR' as const })),
  );
const stranger = viewerAs(newId('Person'));

type Done = Record<string, { __typename: string; code?: string } | null>;
const does = (name: string, input: object, viewer: Viewer | null) =>
  graph.ask<Done>(
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) {
      __typename ... on Refusal { code message } } }`,
    { viewer, variables: { input } },
  );
const add = (
  lower: string,
  upper: string,
  viewer: Viewer | null = heads(lower as OrganizationId),
  rest: object = {},
) =>
  does('organizationRelationAdd', { organizationId: lower, otherId: upper, role: 'PARENT', ...rest }, viewer);
const confirm = (relationId: string, viewer: Viewer | null) =>
  does('organizationRelationConfirm', { relationId }, viewer);
const end = (relationId: string, viewer: Viewer | null, rest: object = {}) =>
  does('organizationRelationEnd', { relationId, ...rest }, viewer);
const nameOf = ({ data }: { data: Done | null }) => Object.values(data ?? {})[0]?.__typename;

interface Seen {
  id: string;
  role: string;
  organization: { id: string };
  since: string | null;
  until: string | null;
  isConfirmed: boolean;
  viewerMay: { action: string; allowed: boolean }[];
}
const seen = async (id: string, viewer: Viewer | null = null, args = 'first: 20') => {
  const { actor } = await graph.read<{
    actor: { currentForm: { id: string }; relations: { totalCount: number; edges: { node: Seen }[] } };
  }>(
    `{ actor(id: "${id}") { ... on Organization { currentForm { id } relations(${args}) {
      totalCount edges { node {
      id role organization { id } since until isConfirmed viewerMay { action allowed } } } } } } }`,
    { viewer },
  );
  return { ...actor, all: actor.relations.edges.map(({ node }) => node) };
};
const relate = async (lower: OrganizationId, upper: OrganizationId, role = 'PARENT') => {
  expect(nameOf(await add(lower, upper, heads(lower), { role }))).toBe('OrganizationRelationAddSuccess');
  const [row] = await graph.database.read
    .select({ id: organizationRelation.id })
    .from(organizationRelation)
    .where(sql`lower_id = ${lower} and upper_id = ${upper} and until is null and kind = ${role}`);
  return row!.id;
};
const told = (id: string) =>
  graph.database.read
    .select({ kind: event.kind, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id} and ${event.kind} <> 'organization.declared'`)
    .orderBy(event.xid, event.id);

describe('a relation', () => {
  test('is stated from below, confirmed from above, ended by either, and seen from both', async () => {
    const [child, parent] = (await several(2)) as [OrganizationId, OrganizationId];
    const id = await relate(child, parent);
    const may = (confirms: boolean, ends: boolean) => [
      { action: 'organizationRelationConfirm', allowed: confirms },
      { action: 'organizationRelationEnd', allowed: ends },
    ];
    const common = { id, since: null, until: null };
    expect((await seen(child, heads(child))).all).toEqual([
      {
        ...common,
        role: 'PARENT',
        organization: { id: parent },
        isConfirmed: false,
        viewerMay: may(false, true),
      },
    ]);
    expect((await seen(parent, heads(parent))).all).toEqual([
      {
        ...common,
        role: 'CHILD',
        organization: { id: child },
        isConfirmed: false,
        viewerMay: may(true, true),
      },
    ]);
    expect(nameOf(await confirm(id, heads(parent)))).toBe('OrganizationRelationConfirmSuccess');
    const before = await standing(graph);
    expect(nameOf(await confirm(id, heads(parent)))).toBe('OrganizationRelationConfirmSuccess');
    expect(await standing(graph)).toEqual(before);
    expect(nameOf(await end(id, heads(parent), { until: '2026-01-31' }))).toBe(
      'OrganizationRelationEndSuccess',
    );
    const after = await standing(graph);
    expect(nameOf(await end(id, heads(child)))).toBe('OrganizationRelationEndSuccess');
    expect(await standing(graph)).toEqual(after);
    const [over] = (await seen(child)).all;
    expect([over!.until, over!.isConfirmed]).toEqual(['2026-01-31', true]);
    expect((await seen(child, null, 'isPresent: true')).relations.totalCount).toBe(0);
    expect((await seen(parent, null, 'role: CHILD, isPresent: false')).relations.totalCount).toBe(1);
    expect((await seen(parent, null, 'role: PARENT')).relations.totalCount).toBe(0);
    const data = { relationId: id, kind: 'PARENT', upperId: parent };
    expect(await told(child)).toEqual(
      ['Stated', 'Confirmed', 'Ended'].map((word) => ({ kind: `organization.relation${word}`, data })),
    );
  });

  test('that nobody confirmed is gone when it ends', async () => {
    const [child, parent] = (await several(2)) as [OrganizationId, OrganizationId];
    const id = await relate(child, parent, 'FOUNDER');
    expect(nameOf(await end(id, heads(parent)))).toBe('OrganizationRelationEndSuccess');
    expect((await seen(child)).all).toEqual([]);
    await expectRefusal(graph, () => end(id, heads(child)), 'RELATION_UNKNOWN', /no such relation/).catch(
      () => undefined,
    );
    expect(nameOf(await end(id, heads(child)))).toBe('RelationUnknown');
  });

  test('leads a whole circle of twenty who ask at once into no circle', async () => {
    const ring = await several(20);
    const answers = await Promise.all(ring.map((id, at) => add(id, ring[(at + 1) % 20]!)));
    const names = answers.map(nameOf).sort();
    expect(names).toEqual([...Array<string>(19).fill('OrganizationRelationAddSuccess'), 'RelationCircular']);
    const last = answers.findIndex((answer) => nameOf(answer) === 'RelationCircular');
    const sentence = 'The relation would lead back to where it begins: nobody is above or before themselves.';
    await expectRefusal(graph, () => add(ring[last]!, ring[(last + 5) % 20]!), 'RELATION_CIRCULAR', sentence);
    await expectRefusal(graph, () => add(ring[0]!, ring[0]!), 'RELATION_CIRCULAR', sentence);
  });

  test('is stated once by twenty who ask at once', async () => {
    const [child, parent] = (await several(2)) as [OrganizationId, OrganizationId];
    const names = (await Promise.all(Array.from({ length: 20 }, () => add(child, parent))))
      .map(nameOf)
      .sort();
    expect(names).toEqual(['OrganizationRelationAddSuccess', ...Array<string>(19).fill('RelationKnown')]);
    await expectRefusal(
      graph,
      () => add(child, parent),
      'RELATION_KNOWN',
      'The two organisations already stand in this relation: end that one first to state it anew.',
    );
  });

  test('has days that make sense, and one organisation states a bounded number', async () => {
    const [child, parent] = (await several(2)) as [OrganizationId, OrganizationId];
    const refused = (rest: object, message: string) =>
      expectRefusal(graph, () => add(child, parent, heads(child), rest), 'RELATION_UNUSABLE', message);
    await refused({ since: '2999-01-01' }, 'A relation begins and ends today at the latest.');
    await refused(
      { since: '2020-01-02', until: '2020-01-01' },
      'A relation ends on the day it began, or later.',
    );
    expect(nameOf(await add(child, parent, heads(child), { since: '2020-01-01' }))).toMatch(/Success$/);
    const [{ id }] = (await seen(child)).all as [Seen];
    const ends = (until: string, message: string) =>
      expectRefusal(graph, () => end(id, heads(child), { until }), 'RELATION_UNUSABLE', message);
    await ends('2019-12-31', 'A relation ends on the day it began, or later.');
    await ends('2999-01-01', 'A relation begins and ends today at the latest.');
    await graph.database.write((tx) =>
      tx.execute(sql`insert into actors.organization_relation
        select 'rel_' || n, 'PARENT', ${parent}, ${child}, null, '2001-01-01', false, now(), null
        from generate_series(2, ${statedMax}::int) n`),
    );
    await refused({ role: 'FOUNDER' }, 'One organisation states at most 100 relations: end one first.');
  });

  test('is for administrators, and says who', async () => {
    const [child, parent] = (await several(2)) as [OrganizationId, OrganizationId];
    const id = await relate(child, parent, 'PREDECESSOR');
    const below = 'You may not do this. It requires: administrator of the organisation that stands below.';
    const above = 'You may not do this. It requires: administrator of the organisation that stands above.';
    const either = 'You may not do this. It requires: administrator of one of the two organisations.';
    const member = viewerAs(newId('Person'), [{ id: child, role: 'RESOURCE_MANAGER' }]);
    for (const who of [stranger, member, heads(parent)])
      await expectError(graph, () => add(child, parent, who), 'FORBIDDEN', below);
    for (const who of [stranger, member, heads(child)])
      await expectError(graph, () => confirm(id, who), 'FORBIDDEN', above);
    for (const who of [stranger, member]) await expectError(graph, () => end(id, who), 'FORBIDDEN', either);
    const signIn = 'Sign in first. This requires: signed in.';
    for (const asking of [() => add(child, parent, null), () => confirm(id, null), () => end(id, null)])
      await expectError(graph, asking, 'UNAUTHENTICATED', signIn);
  });

  test('that is not there, or with what is not there, is unknown', async () => {
    const [child] = (await several(1)) as [OrganizationId];
    const nobody = 'There is no such organisation.';
    await expectRefusal(graph, () => add(child, newId('Organization')), 'ORGANIZATION_UNKNOWN', nobody);
    await expectRefusal(graph, () => add(newId('Organization'), child), 'ORGANIZATION_UNKNOWN', nobody);
    const none = 'There is no such relation between organisations.';
    for (const asking of [confirm, end])
      await expectRefusal(
        graph,
        () => asking(newId('OrganizationRelation'), heads(child)),
        'RELATION_UNKNOWN',
        none,
      );
  });
});

describe('what an organisation is today', () => {
  const rors = ['https://ror.org/03acrzv41', 'https://ror.org/00se2k293', 'https://ror.org/05bnh6r87'];
  const byNumber = async (value: string) => {
    const { organizationByIdentifier: found } = await graph.read<{
      organizationByIdentifier: {
        asked: { id: string };
        current: { id: string };
        isReplaced: boolean;
      } | null;
    }>(
      `query ($value: String!) { organizationByIdentifier(scheme: ROR, value: $value) {
        asked { id } current { id } isReplaced } }`,
      { variables: { value } },
    );
    return found && [found.asked.id, found.current.id, found.isReplaced];
  };

  test('is followed over lists and confirmed relations, step by step, and a circle leads nowhere', async () => {
    const ids = await several(5);
    const [first, second, third, fourth, fifth] = ids as [OrganizationId, ...OrganizationId[]];
    await graph.database.write(async (tx) => {
      for (const [at, ror] of rors.entries())
        await tx
          .update(organization)
          .set({ ror, status: at < 2 ? 'INACTIVE' : 'ACTIVE', successorRor: at < 2 ? rors[at + 1] : null })
          .where(sql`id = ${ids[at]!}`);
    });
    expect(await byNumber(rors[0]!)).toEqual([first, third, true]);
    const relation = await relate(fourth!, third!, 'PREDECESSOR');
    expect(await byNumber(rors[0]!)).toEqual([first, third, true]);
    await confirm(relation, heads(third!));
    expect(await byNumber(rors[0]!)).toEqual([first, fourth, true]);
    expect((await seen(second!)).currentForm.id).toBe(fourth);
    expect(await byNumber(rors[2]!)).toEqual([third, fourth, true]);
    // A second successor: split between two, it leads on to neither.
    await confirm(await relate(fifth!, third!, 'PREDECESSOR'), heads(third!));
    expect(await byNumber(rors[0]!)).toEqual([first, third, true]);
    await graph.database.write((tx) =>
      tx
        .update(organization)
        .set({ status: 'INACTIVE', successorRor: rors[0] })
        .where(sql`id = ${third!}`),
    );
    expect(await byNumber(rors[0]!)).toEqual([first, first, false]);
    expect(await byNumber('https://ror.org/02zd04q92')).toBeNull();
  });

  test('is asked with a number that is checked', async () => {
    const ask = (args: string) => graph.ask(`{ organizationByIdentifier(${args}) { isReplaced } }`);
    for (const [args, message] of [
      ['scheme: ROR, value: "03acrzv42"', /has wrong check digits for a ROR id/],
      ['scheme: USCC, value: "91420500MA488UUW3A"', /has a wrong check character/],
      ['scheme: LOCAL, value: "7"', /^A local number is of a registry/],
      ['scheme: LOCAL, registry: "x", value: ""', /^The value is empty/],
    ] as const)
      await expectError(graph, () => ask(args), 'BAD_USER_INPUT', expect.stringMatching(message));
    const { data } = await ask('scheme: LOCAL, registry: "x", value: "7"');
    expect(data).toEqual({ organizationByIdentifier: null });
  });
});
