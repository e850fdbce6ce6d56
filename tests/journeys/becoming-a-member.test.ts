import { afterAll, beforeAll, expect, test } from 'vitest';
import { newContext } from '../../schema/context.ts';
import type { Id } from '../../schema/ids.ts';
import { developmentIssuer } from '../../schema/personas.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import { declareOrganization } from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson, linkSignIn } from '../../subgraphs/actors/person/person.store.ts';
import { type FreshDatabase, freshDatabase } from '../kit/database.ts';
import { type Door, openDoor } from '../kit/door.ts';

// Through the front door, as a portal does: who asks is what the gateway knows of them at that moment.
let fresh: FreshDatabase;
let door: Door;
let firm: Id<'Organization'>;
const said: string[] = [];
beforeAll(async () => {
  fresh = await freshDatabase();
  const context = newContext(fresh.database, null);
  const declared = { kind: 'RESEARCH_INSTITUTE', nameEn: 'Gorges Institute', region: '420500' } as const;
  firm = (await declareOrganization(context, declared)).id;
  for (const subject of ['director', 'deputy', 'newcomer', 'colleague']) {
    const { id: personId } = await declarePerson(context, {
      nameEn: subject,
      contactEmail: `${subject}@people.example`,
    });
    await linkSignIn(context, { issuer: developmentIssuer, subject, personId });
    const role = subject === 'colleague' ? 'MEMBER' : 'ADMINISTRATOR';
    if (subject !== 'newcomer') await beginMembership(context, { organizationId: firm, personId, role });
  }
  door = await openDoor(fresh.database, { hears: true, said });
});
afterAll(async () => {
  await door.stop();
  await fresh[Symbol.asyncDispose]();
});

/** The answer to the first field. */
async function ask<Answer>(who: string | null, query: string): Promise<Answer> {
  const { data, messages } = await door.ask(who, query);
  if (!data) throw new Error(`An answer was expected: ${messages?.join(' ')}`);
  return Object.values(data)[0] as Answer;
}
const change = (who: string, name: string, input: string, noun = '') =>
  ask<Record<string, unknown>>(
    who,
    `mutation { ${name}(input: { ${input} }) { __typename ... on Refusal { code }
      ${noun && `... on ${name[0]!.toUpperCase()}${name.slice(1)}Success { ${noun} }`} } }`,
  );

/** The roles of all members, which members read and strangers do not. */
async function rolesFor(who: string): Promise<(string | null)[]> {
  type Listed = { members: { edges: { node: { role: string | null } }[] } };
  const query = `{ actor(id: "${firm}") { ... on Organization { members { edges { node { role } } } } } }`;
  const { members } = await ask<Listed>(who, query);
  return members.edges.map(({ node }) => node.role);
}
const within5s = { timeout: 5_000, interval: 20 };

test('a stranger finds an organisation, reads how to join, applies, belongs, is demoted, and belongs no more', async () => {
  const found = await ask<{ edges: { node: { id: string; howToJoin: object } }[] }>(
    'newcomer',
    `{ organizations(filter: { text: "Gorges" }) { edges { node { id howToJoin {
      isOpen administratorCount steps { code action text { en zh } } } } } } }`,
  );
  const [{ node }] = found.edges as [(typeof found.edges)[0]];
  expect(node).toMatchObject({
    id: firm,
    howToJoin: {
      isOpen: true,
      administratorCount: 2,
      steps: [{ code: 'SIGN_IN' }, { action: 'membershipApply' }, {}],
    },
  });
  expect(await rolesFor('newcomer')).toEqual([null, null, null]);

  await change('newcomer', 'membershipApply', `organizationId: "${firm}", message: "I run HPLC."`);
  type Waiting = { membershipApplications: { edges: { node: { id: string; message: string } }[] } };
  const waiting = `{ actor(id: "${firm}") { ... on Organization {
    membershipApplications(state: OPEN) { edges { node { id message } } } } } }`;
  expect(await ask('colleague', waiting)).toEqual({ membershipApplications: null });
  const { membershipApplications } = await ask<Waiting>('deputy', waiting);
  const [{ node: application }] = membershipApplications.edges as [{ node: { id: string; message: string } }];
  expect(application.message).toBe('I run HPLC.');
  const approved = await change(
    'deputy',
    'membershipApplicationApprove',
    `applicationId: "${application.id}", role: ADMINISTRATOR`,
  );
  expect(approved['__typename']).toBe('MembershipApplicationApproveSuccess');

  const all = ['ADMINISTRATOR', 'ADMINISTRATOR', 'MEMBER', 'ADMINISTRATOR'];
  await expect.poll(() => rolesFor('newcomer'), within5s).toEqual(all);
  await expect
    .poll(() => ask('newcomer', waiting), within5s)
    .toEqual({ membershipApplications: { edges: [] } });

  type Members = { members: { edges: { node: { id: string; person: { name: { en: string } } } }[] } };
  const { members } = await ask<Members>(
    'deputy',
    `{ actor(id: "${firm}") { ... on Organization { members { edges { node { id person { name { en } } } } } } } }`,
  );
  const placeOf = (name: string) => members.edges.find((each) => each.node.person.name.en === name)!.node.id;
  await change('deputy', 'membershipRoleChange', `membershipId: "${placeOf('newcomer')}", role: MEMBER`);
  await expect.poll(() => ask('newcomer', waiting), within5s).toEqual({ membershipApplications: null });
  await change('deputy', 'membershipEnd', `membershipId: "${placeOf('newcomer')}"`);
  await expect.poll(() => rolesFor('newcomer'), within5s).toEqual([null, null, null]);

  // The two who administer it leave at the same moment: one stays.
  const left = await Promise.all(
    ['director', 'deputy'].map((who) => change(who, 'membershipLeave', `membershipId: "${placeOf(who)}"`)),
  );
  expect(left.map(({ __typename }) => __typename).sort()).toEqual([
    'LastAdministrator',
    'MembershipLeaveSuccess',
  ]);
});
