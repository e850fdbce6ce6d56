import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newContext, type Viewer } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import {
  notThroughKey,
  openStage,
  signInFirst,
  type Stage,
  throughKey,
} from '../../../tests/kit/membership.ts';
import { membershipDeadlines } from './deadlines.job.ts';
import { beginMembership } from './membership.store.ts';

let stage: Stage;
let founder: Viewer;
beforeAll(async () => {
  stage = await openStage();
  founder = await stage.person();
});
afterAll(() => stage[Symbol.asyncDispose]());

const firm = { kind: 'START_UP', name: { zh: '新创生物', en: 'New Bio' }, region: '420500' };
const found = (input: object = {}, viewer: Viewer | null = founder) =>
  stage.done('organizationFound', { ...firm, ...input }, viewer, 'organization { id isChecked }');

describe('organizationFound', () => {
  test('makes an organisation that is unchecked and that its founder administers, and records both', async () => {
    const uscc = '91350100M000100Y43';
    const answer = await stage.done(
      'organizationFound',
      { ...firm, uscc: uscc.toLowerCase(), ror: '03acrzv41', website: 'https://new-bio.example/' },
      founder,
      `organization { id kind name { zh en } region { code } uscc ror isChecked isUnadministered
        contact { website } members { edges { node { person { id } } } } }`,
    );
    const made = answer['organization'] as { id: string };
    expect(made).toEqual({
      ...{ id: made.id, kind: 'START_UP', name: firm.name, region: { code: '420500' }, uscc },
      ...{ ror: 'https://ror.org/03acrzv41', isChecked: false, isUnadministered: false },
      contact: { website: 'https://new-bio.example/' },
      members: { edges: [{ node: { person: { id: founder.actorId } } }] },
    });
    const { actorId } = founder;
    const facts = { kind: 'START_UP', region: '420500', isChecked: false };
    expect(await stage.eventsOf(made.id)).toEqual([
      { kind: 'organization.declared', actorId, data: facts },
      { kind: 'organization.founded', actorId, data: {} },
    ]);
    const told = { kind: 'membership.begun', actorId };
    expect((await stage.eventsOf(actorId)).at(-1)).toEqual({
      ...told,
      data: { organizationId: made.id, role: 'ADMINISTRATOR' },
    });
    expect((await stage.again(founder)).organizations).toEqual([{ id: made.id, role: 'ADMINISTRATOR' }]);
  });

  test.each([
    ['a social credit code', { uscc: '91420100MA4KWE1L27' }, { uscc: '91420100ma4kwe1l27' }],
    ['a ROR id', { ror: 'https://ror.org/02mhbdp94' }, { ror: '02mhbdp94' }],
  ])('that is known by %s is refused with the one that is known, and makes none', async (_by, of, input) => {
    const id = await stage.organization(of);
    const before = await stage.standing();
    const { data } = await stage.graph.ask<Record<string, unknown>>(
      `mutation ($input: OrganizationFoundInput!) { organizationFound(input: $input) {
        ... on OrganizationKnown { code organization { id howToJoin { policy } } } } }`,
      { viewer: founder, variables: { input: { ...firm, ...input } } },
    );
    const known = { id, howToJoin: { policy: 'OPEN_TO_APPLICATIONS' } };
    expect(data).toEqual({ organizationFound: { code: 'ORGANIZATION_KNOWN', organization: known } });
    expect(await stage.standing()).toEqual(before);
  });

  test('is given to one of twenty who name the same identifier at once; the others learn which it is', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => stage.person()));
    const answers = await Promise.all(people.map((each) => found({ ror: '042nb2s44' }, each)));
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual(['OrganizationFoundSuccess', ...Array<string>(19).fill('OrganizationKnown')]);
  });

  test('is possible five times in a day, also for ten tries at once, and again the day after', async () => {
    const viewer = await stage.person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => found({}, viewer)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array<string>(5).fill('FoundingsTooMany'),
      ...Array<string>(5).fill('OrganizationFoundSuccess'),
    ]);
    await stage.refused('organizationFound', firm, viewer, 'FOUNDINGS_TOO_MANY');
    const { database } = stage.graph;
    const age = (hours: number) =>
      database.write((tx) =>
        tx.execute(sql`update actors.organization_founding
          set founded_at = founded_at - ${`${hours} hours`}::interval where person_id = ${viewer.actorId}`),
      );
    await age(25);
    expect((await found({}, viewer)).__typename).toBe('OrganizationFoundSuccess');
    // Who founded what is forgotten where the bound needs it no more.
    await age(25);
    await database.write((tx) => membershipDeadlines.work(tx, {}));
    const [left] = await database.read.execute<{ n: number }>(
      sql`select count(*)::int as n from actors.organization_founding where person_id = ${viewer.actorId}`,
    );
    expect(left!.n).toBe(1);
  });

  test('is refused to who is in twenty organisations already', async () => {
    const viewer = await stage.person();
    for (let count = 0; count < 20; count += 1) {
      const organizationId = await stage.organization();
      const personId = viewer.actorId as Id<'Person'>;
      await beginMembership(newContext(stage.graph.database, null), {
        organizationId,
        personId,
        role: 'MEMBER',
      });
    }
    await stage.refused('organizationFound', firm, viewer, 'MEMBERSHIPS_TOO_MANY');
  });

  test.each<[string, object]>([
    ['without a name', { name: { zh: ' ', en: '' } }],
    ['with HTML in its name', { name: { en: '<b>Firm</b>' } }],
    ['with a name that turns around', { name: { en: 'Firm\u202egnp' } }],
    ['with a name of 201 characters', { name: { zh: '名'.repeat(201) } }],
    ['with a mistyped social credit code', { uscc: '91350100M000100Y44' }],
    ['with a mistyped ROR id', { ror: 'https://ror.org/03acrzv42' }],
  ])('%s is refused, and makes none', (_what, input) =>
    stage.refused('organizationFound', { ...firm, ...input }, founder, 'FOUNDING_UNUSABLE'),
  );

  test('is for whoever is signed in, and not for a key', async () => {
    await stage.denied('organizationFound', firm, null, 'UNAUTHENTICATED', signInFirst);
    await stage.denied('organizationFound', firm, throughKey(founder), 'FORBIDDEN', notThroughKey);
  });

  test.each<[object, RegExp]>([
    [{ kind: 'CASTLE' }, /"CASTLE" does not exist in "OrganizationKind"/],
    [{ region: '999999' }, /is not in the GB\/T 2260 list/],
    [{ website: 'javascript:alert(1)' }, /is not a web address/],
  ])('answers %j as malformed', (input, message) => {
    const said = expect.stringMatching(message) as string;
    return stage.denied('organizationFound', { ...firm, ...input }, founder, 'BAD_USER_INPUT', said);
  });

  test('stands in viewer.viewerMay, for a person and for a key', async () => {
    const ask = '{ viewer { viewerMay { action allowed } } }';
    for (const [viewer, allowed] of [
      [founder, true],
      [throughKey(founder), false],
    ] as const) {
      const { viewer: said } = await stage.graph.read<{ viewer: { viewerMay: object[] } }>(ask, { viewer });
      expect(said.viewerMay).toContainEqual({ action: 'organizationFound', allowed });
    }
  });
});
