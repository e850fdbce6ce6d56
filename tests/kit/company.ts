import { expect } from 'vitest';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole } from '../../schema/events.ts';
import { type Id, newId } from '../../schema/ids.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import type { OrganizationKindName } from '../../subgraphs/actors/organization/organization.kinds.ts';
import { declareOrganization } from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../subgraphs/actors/person/person.store.ts';
import { actor, type Outcome } from './act.ts';
import { freshDatabase } from './database.ts';
import { type Graph, openGraph } from './graph.ts';

const kinds = {
  lead: 'LEADING_ENTERPRISE',
  second: 'UNIVERSITY',
  third: 'RESEARCH_INSTITUTE',
  firm: 'SME',
  other: 'GOVERNMENT_DEPARTMENT',
} satisfies Record<string, OrganizationKindName>;
type OrganizationName = keyof typeof kinds;

/** Five organisations with an administrator each, and a few others who ask. */
export type Company = Awaited<ReturnType<typeof openCompany>>;

/** Opens a graph in which several organisations deal with one another. */
export async function openCompany() {
  const fresh = await freshDatabase();
  // The handles of a fresh database are all that a graph beside another takes of it.
  const graph = await openGraph({ beside: fresh as unknown as Graph });
  const context = newContext(graph.database, null);
  const org = {} as Record<OrganizationName, Id<'Organization'>>;
  const by = {} as Record<OrganizationName | 'firmMember' | 'leadMember' | 'unverified' | 'auditor', Viewer>;
  for (const name of Object.keys(kinds) as OrganizationName[]) {
    const wish = { kind: kinds[name], nameEn: name, region: name === 'other' ? '330100' : '420500' };
    org[name] = (await declareOrganization(context, wish)).id;
    by[name] = await enter(context, 'ADMINISTRATOR', org[name]);
  }
  by.firmMember = await enter(context, 'MEMBER', org.firm);
  by.leadMember = await enter(context, 'MEMBER', org.lead);
  by.unverified = await enter(context, 'ADMINISTRATOR', org.lead, false);
  const roles = [{ role: 'AUDITOR', platformId: null, region: null }] as const;
  by.auditor = { actorId: newId('Person'), organizations: [], roles, scopes: null };
  return {
    ...{ graph, context, org, by, act: actor(graph) },
    /** Does the work with the clock of the database moved on. */
    shiftedBy: async (interval: string, work: () => Promise<void>) => {
      await fresh.shiftClock(interval);
      await work().finally(() => fresh.shiftClock('0'));
    },
    async [Symbol.asyncDispose]() {
      await graph[Symbol.asyncDispose]();
      await fresh[Symbol.asyncDispose]();
    },
  };
}

/** How many of these answers are a success. */
export const won = (answers: readonly Outcome[]) =>
  answers.map(({ is }) => is).filter((is) => is.endsWith('Success')).length;

async function enter(
  context: Context,
  role: MembershipRole,
  id: Id<'Organization'>,
  isVerified = true,
): Promise<Viewer> {
  const person = await declarePerson(context, { nameEn: 'Somebody' });
  await beginMembership(context, { organizationId: id, personId: person.id, role });
  return { actorId: person.id, organizations: [{ id, role, isVerified }], roles: [], scopes: null };
}

/** What a kind of member is opened, as a client writes it. */
export const terms = (kind: string, rights: string[]) => ({
  ...{ kind, rights, opens: { zh: `${kind} 权益`, en: kind } },
});

/** The steps of alliances, each as the graph answers it. */
export function allianceSteps({ act, org, by }: Company) {
  const found = (input: object = {}, viewer: Viewer | null = by.lead) =>
    act(
      'allianceFound',
      'alliance { id state }',
      {
        ...{ secretariatId: org.lead, founderIds: [org.second], kind: 'ALLIANCE', admission: 'APPLICATION' },
        ...{ name: { zh: '生物医药产业联盟', en: 'Biomedical alliance' }, charter: { zh: '第一条 宗旨' } },
        ...{ industry: 'C27', fields: ['generic drugs'], region: '420500' },
        memberKinds: [terms('FULL', ['READ_ACTIVITIES', 'NOMINATE']), terms('OBSERVER', [])],
        ...input,
      },
      viewer,
    );
  const confirm = (allianceId: string, organizationId: string, viewer: Viewer | null) =>
    act('allianceFoundingConfirm', 'alliance { id state }', { allianceId, organizationId }, viewer);
  const proposed = async (input: object = {}) => String((await found(input)).row!['id']);
  const founded = async (input: object = {}) => {
    const id = await proposed(input);
    expect((await confirm(id, org.second, by.second)).row).toEqual({ id, state: 'FOUNDED' });
    return id;
  };
  const apply = (allianceId: string, viewer: Viewer | null = by.firm, input: object = {}) =>
    act(
      'allianceApply',
      'membership { id state startsOn }',
      { allianceId, organizationId: org.firm, kind: 'FULL', ...input },
      viewer,
    );
  const step = (name: string, membershipId: string, viewer: Viewer | null, more: object = {}) =>
    act(name, 'membership { id state reason }', { membershipId, ...more }, viewer);
  const applied = async (allianceId: string) => String((await apply(allianceId)).row!['id']);
  const member = async (allianceId: string) => {
    const id = await applied(allianceId);
    expect((await step('allianceAdmit', id, by.lead)).is).toBe('AllianceAdmitSuccess');
    return id;
  };
  const invite = (allianceId: string, viewer: Viewer | null = by.lead, input: object = {}) =>
    act(
      'allianceInvite',
      'membership { id state }',
      { allianceId, organizationId: org.firm, kind: 'OBSERVER', ...input },
      viewer,
    );
  return { found, confirm, proposed, founded, apply, step, applied, member, invite };
}
