import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event } from '../../db/tables/log.ts';
import { participation, project, projectResource } from '../../db/tables/projects.ts';
import { newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole, Visibility } from '../../schema/events.ts';
import { type Id, newId } from '../../schema/ids.ts';
import { type Answer, type Graph, openGraph } from '../../tests/kit/graph.ts';
import { projectWish } from '../../tests/kit/project.ts';
import { addParticipation } from './participation.store.ts';
import { createProject } from './project.store.ts';

const firm = newId('Organization');
const partner = newId('Organization');
const viewerAt = (organization?: Id<'Organization'>, role: MembershipRole = 'MEMBER'): Viewer => ({
  actorId: newId('Person'),
  organizations: organization ? [{ id: organization, role }] : [],
  roles: [],
  scopes: null,
});
const administrator = viewerAt(firm, 'ADMINISTRATOR');
const member = viewerAt(firm);
const participant = viewerAt(partner, 'ADMINISTRATOR');
const stranger = viewerAt();
const signInFirst = 'Sign in first. This requires: signed in.';

let graph: Graph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph[Symbol.asyncDispose]());

/** Every row of the schema and the number of events: equal before and after a "no". */
async function standing() {
  const db = graph.database.read;
  const rows = await Promise.all(
    [project, participation, projectResource].map((table) => db.select().from(table)),
  );
  return { rows, events: await db.$count(event) };
}

/** The events of these subjects, oldest first. */
const eventsOf = (...subjects: string[]) =>
  graph.database.read
    .select({ kind: event.kind, actorId: event.actorId, data: event.data })
    .from(event)
    .where(sql`${event.subject} = any(${sql.param(subjects)}::text[])`)
    .orderBy(event.xid, event.id);

type Outcome<Name extends string> = Record<
  Name,
  { __typename: string; code?: string; message?: string; project?: Record<string, unknown> & { id: string } }
>;
/** A "no" by access or form: no data, one error, and nothing changed. */
async function expectRefused(asking: () => Promise<Answer<unknown>>, code: string, message: string) {
  const before = await standing();
  const { data, errors } = await asking();
  const [field] = Object.keys(data ?? { none: null });
  expect(data === null || (data as Record<string, unknown>)[field!] === null).toBe(true);
  expect(errors?.map(({ extensions, message: said }) => [extensions?.['code'], said])).toEqual([
    [code, message],
  ]);
  expect(await standing()).toEqual(before);
}

describe('projectCreate', () => {
  const create = (input: Record<string, unknown>, viewer: Viewer | null = stranger) =>
    graph.ask<Outcome<'projectCreate'>>(
      `mutation ($input: ProjectCreateInput!) { projectCreate(input: $input) {
        __typename
        ... on Refusal { code message }
        ... on ProjectCreateSuccess { project {
          id title { zh en } summary { zh en } stage visibility region { code } initiator { id }
          budget { amountMinor currency } participations { totalCount edges { node { role actor { id } } } }
        } }
      } }`,
      // The initiators here are nobody the actors subgraph knows, so references to them are null.
      { viewer, variables: { input: { ...usable, ...input } }, mayBlank: true },
    );
  const partsOf = (id: string) =>
    graph.database.read
      .select()
      .from(participation)
      .where(sql`${participation.projectId} = ${id}`);
  const usable = { title: { zh: '柑橘' }, visibility: 'PUBLIC', role: 'FINAL_CONSUMER' };

  test('begins a project in which its initiator takes part and may read the budget', async () => {
    const before = await standing();
    const { data, errors, extensions } = await create({
      title: { zh: ' 柑橘 ', en: 'Citrus' },
      summary: { en: 'Peel\r\nto extract' },
      visibility: 'PARTICIPANTS',
      role: 'NORM_GUIDE',
      region: '420500',
      budget: { amountMinor: '9007199254740993', currency: 'CNY' },
    });
    expect([errors, extensions]).toEqual([undefined, {}]);
    const { id, ...begun } = data!.projectCreate.project!;
    expect(begun).toEqual({
      title: { zh: '柑橘', en: 'Citrus' },
      summary: { zh: null, en: 'Peel\nto extract' },
      stage: 'DIAGNOSIS',
      visibility: 'PARTICIPANTS',
      region: { code: '420500' },
      initiator: null,
      budget: { amountMinor: '9007199254740993', currency: 'CNY' },
      participations: { totalCount: 1, edges: [{ node: { role: 'NORM_GUIDE', actor: null } }] },
    });
    const { actorId } = stranger;
    const [part] = await partsOf(id);
    expect(await eventsOf(id, part!.id)).toEqual([
      { kind: 'project.created', actorId, data: { visibility: 'PARTICIPANTS', region: '420500' } },
      { kind: 'participation.begun', actorId, data: { projectId: id, actorId, role: 'NORM_GUIDE' } },
    ]);
    expect((await standing()).events).toBe(before.events + 2);
  });

  test('begins it in the name of an organisation one administers', async () => {
    const { data } = await create(
      { initiatorId: firm, budget: { amountMinor: '1', currency: 'CNY' } },
      administrator,
    );
    const { id, budget } = data!.projectCreate.project!;
    expect(budget).toEqual({ amountMinor: '1', currency: 'CNY' });
    expect((await partsOf(id)).map(({ actorId }) => actorId)).toEqual([firm]);
  });

  const long = '字'.repeat(201);
  const currency = 'CNY';
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no title', { title: {} }, 'TitleUnusable', /^The text is empty/],
    ['a title of spaces', { title: { zh: ' ', en: '\t' } }, 'TitleUnusable', /^The text is empty/],
    ['201 characters in Chinese', { title: { zh: long } }, 'TitleUnusable', /at most 200 char/],
    ['201 characters in English', { title: { zh: '题', en: 'a'.repeat(201) } }, 'TitleUnusable', /200/],
    ['a control character', { title: { en: 'a\u0000b' } }, 'TitleUnusable', /control characters/],
    ['half a character', { title: { en: 'a\ud800b' } }, 'TitleUnusable', /half of a character/],
    ['a summary of 5,001', { summary: { en: 'a'.repeat(5001) } }, 'TitleUnusable', /at most 5000/],
    ['a budget of 0', { budget: { amountMinor: '0', currency } }, 'BudgetUnusable', /more than nothing/],
    ['less than 0', { budget: { amountMinor: '-1', currency } }, 'BudgetUnusable', /more than nothing/],
    ['not digits', { budget: { amountMinor: '1.5', currency } }, 'BudgetUnusable', /^"1.5" is not an am/],
    ['no amount', { budget: { amountMinor: '', currency } }, 'BudgetUnusable', /^"" is not an amount/],
    ['too much', { budget: { amountMinor: `${2n ** 63n}`, currency } }, 'BudgetUnusable', /too large/],
    ['no currency', { budget: { amountMinor: '1', currency: 'XQQ' } }, 'BudgetUnusable', /not a currency/],
  ])('refuses %s and begins nothing', async (_what, input, name, message) => {
    const before = await standing();
    const { data } = await create(input);
    const code = { TitleUnusable: 'TITLE_UNUSABLE', BudgetUnusable: 'BUDGET_UNUSABLE' }[name];
    expect(data).toEqual({
      projectCreate: { __typename: name, code, message: expect.stringMatching(message) as string },
    });
    expect(await standing()).toEqual(before);
  });

  test('takes 200 characters, each of any length in bytes', async () => {
    const { data } = await create({ title: { zh: '𠮷'.repeat(200) } });
    expect(data!.projectCreate.project!['title']).toEqual({ zh: '𠮷'.repeat(200), en: null });
  });

  test('is for whoever is signed in', () =>
    expectRefused(() => create({}, null), 'UNAUTHENTICATED', signInFirst));

  test.each([
    ['an organisation one is only a member of', member, firm],
    ['an organisation of others', administrator, partner],
    ['another person', administrator, stranger.actorId],
  ])('may not be done for %s', (_whom, viewer, initiatorId) =>
    expectRefused(
      () => create({ initiatorId }, viewer),
      'FORBIDDEN',
      'You may not do this. It requires: administrator of the initiator.',
    ),
  );

  test.each([
    [{ initiatorId: 'org_1' }, '"org_1" is not an id of Organization or Person.'],
    [{ initiatorId: '' }, '"" is not an id of Organization or Person.'],
    [{ initiatorId: newId('Project') }, expect.stringMatching(/^"prj_\w+" is not an id of/) as string],
    [{ region: '42' }, expect.stringContaining('"42" is not a region: write its six-digit') as string],
    [{ region: '999999' }, expect.stringContaining('is not in the GB/T 2260 list') as string],
    [{ visibility: 'SECRET' }, expect.stringContaining('"SECRET" does not exist in "ProjectVisi') as string],
  ])('answers %j as malformed', (input, message) =>
    expectRefused(() => create(input), 'BAD_USER_INPUT', message),
  );
});

describe('projectVisibilityChange', () => {
  const change = (projectId: string, visibility: string, viewer: Viewer | null) =>
    graph.ask<Outcome<'projectVisibilityChange'>>(
      `mutation ($input: ProjectVisibilityChangeInput!) { projectVisibilityChange(input: $input) {
        __typename
        ... on Refusal { code message }
        ... on ProjectVisibilityChangeSuccess { project { id visibility } }
      } }`,
      { viewer, variables: { input: { projectId, visibility } } },
    );
  async function begin(visibility: Visibility): Promise<Id<'Project'>> {
    const context = newContext(graph.database, administrator);
    const { id } = await createProject(context, projectWish({ visibility, initiatorId: firm }));
    const part = { projectId: id, actorId: partner, role: 'RESOURCE_PROVIDER', contribution: null } as const;
    await addParticipation(context, part);
    return id;
  }
  const success = (id: string, visibility: Visibility) => ({
    projectVisibilityChange: {
      __typename: 'ProjectVisibilityChangeSuccess',
      project: { id, visibility },
    },
  });
  const forbidden = 'You may not do this. It requires: initiator of the project or its administrator.';

  test('hides a project from who does not take part, and records who did it', async () => {
    const id = await begin('PUBLIC');
    const { data } = await change(id, 'PARTICIPANTS', administrator);
    expect(data).toEqual(success(id, 'PARTICIPANTS'));
    const { actorId } = administrator;
    expect((await eventsOf(id)).slice(1)).toEqual([
      { kind: 'project.visibilityChanged', actorId, data: { visibility: 'PARTICIPANTS' } },
    ]);
    expect(await graph.read(`{ project(id: "${id}") { id } }`, { viewer: stranger })).toEqual({
      project: null,
    });
  });

  test('changes and records nothing when it is already so', async () => {
    const id = await begin('MEMBERS');
    const before = await standing();
    expect((await change(id, 'MEMBERS', administrator)).data).toEqual(success(id, 'MEMBERS'));
    expect(await standing()).toEqual(before);
  });

  test('answers twenty who ask for the same at once, and records one event', async () => {
    const id = await begin('PUBLIC');
    const answers = await Promise.all(Array.from({ length: 20 }, () => change(id, 'MEMBERS', administrator)));
    expect(answers.map(({ data }) => data)).toEqual(Array(20).fill(success(id, 'MEMBERS')));
    const kinds = (await eventsOf(id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['project.created', 'project.visibilityChanged']);
  });

  test('tells a hidden project from an absent one to no stranger', async () => {
    const hidden = await begin('PARTICIPANTS');
    const before = await standing();
    const ofHidden = await change(hidden, 'PUBLIC', stranger);
    const ofAbsent = await change(newId('Project'), 'PUBLIC', stranger);
    const message = 'There is no such project that you may know of.';
    expect(ofHidden.data).toEqual({
      projectVisibilityChange: { __typename: 'ProjectUnknown', code: 'PROJECT_UNKNOWN', message },
    });
    expect(ofAbsent.body).toBe(ofHidden.body);
    expect(await standing()).toEqual(before);
  });

  test('is for whoever is signed in, also where anybody may know of the project', async () => {
    for (const id of [await begin('PUBLIC'), newId('Project')])
      await expectRefused(() => change(id, 'MEMBERS', null), 'UNAUTHENTICATED', signInFirst);
  });

  test.each([
    ['not a project', newId('Equipment'), 'PUBLIC', /^"eqp_\w+" is not a Project id\.$/],
    ['no id at all', 'prj_', 'PUBLIC', /^"prj_" is not a Project id\.$/],
    ['not a visibility', newId('Project'), 'SECRET', /"SECRET" does not exist in "ProjectVisibility"/],
  ])('answers %s as malformed', (_what, id, visibility, message) =>
    expectRefused(
      () => change(id, visibility, administrator),
      'BAD_USER_INPUT',
      expect.stringMatching(message) as string,
    ),
  );

  test('is open to whom viewerMay says, and to no other', async () => {
    const id = await begin('PUBLIC');
    const requires = 'initiator of the project or its administrator';
    const told = (viewer: Viewer | null) =>
      graph.read<{ project: { viewerMay: unknown } }>(
        `{ project(id: "${id}") { viewerMay { action allowed reasons { code message } } } }`,
        { viewer },
      );
    const action = 'projectVisibilityChange';
    const no = (code: string, message: string) => ({
      project: { viewerMay: [{ action, allowed: false, reasons: [{ code, message }] }] },
    });
    for (const viewer of [member, participant, stranger]) {
      expect(await told(viewer)).toEqual(no('FORBIDDEN', `This requires: ${requires}.`));
      await expectRefused(() => change(id, 'MEMBERS', viewer), 'FORBIDDEN', forbidden);
    }
    expect(await told(null)).toEqual(no('UNAUTHENTICATED', `Sign in first. This requires: ${requires}.`));
    expect(await told(administrator)).toEqual({
      project: { viewerMay: [{ action, allowed: true, reasons: [] }] },
    });
    expect((await change(id, 'MEMBERS', administrator)).data).toEqual(success(id, 'MEMBERS'));
  });
});
