import { and, eq, isNull } from 'drizzle-orm';
import { membershipPolicy, organizationFounding } from '../../../db/tables/actors/joining.ts';
import { membership as table } from '../../../db/tables/actors/membership.ts';
import { asId, newId } from '../../../schema/ids.ts';
import { foundingsMax } from '../../../subgraphs/actors/membership/joining.steps.ts';
import { beginMembership } from '../../../subgraphs/actors/membership/membership.store.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';
import {
  addApplication,
  addInvitation,
  addMember,
  newOrganization,
  newPerson,
  type Prepare,
} from './membership.rows.ts';
import { joiningDeeds } from './membership.joining.ts';

/** Places in organisations, offered, asked for, present and past. */
export const membership = place({
  write: async (context, { organization, person, platform }: Base) => {
    const at = organization.other;
    const now = context.now;
    await context.db.insert(membershipPolicy).values({
      organizationId: organization.provider,
      ...{ policy: 'OPEN_TO_APPLICATIONS', needsZh: '说明来意。', needsEn: 'Say why.', changedAt: now },
    });
    const lone = await newOrganization(context);
    const [present] = await context.db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.personId, person.member), isNull(table.endsOn)));
    const past = await addMember(context, at, person.verified);
    await context.db
      .update(table)
      .set({ endsOn: now.toISOString().slice(0, 10) })
      .where(eq(table.id, past));
    const to = { personId: person.verified, invitedBy: person.otherProvider };
    const words = { position: 'Place', message: 'Come.' };
    return {
      ...{ lone, past, present: present!.id },
      invitation: {
        over: await addInvitation(context, at, { ...to, state: 'WITHDRAWN', decidedAt: now }),
        open: await addInvitation(context, at, { ...to, ...words }),
        address: await addInvitation(context, at, {
          ...{ email: 'absent@people.example', invitedBy: person.otherProvider },
        }),
        appointed: await addInvitation(context, lone, {
          ...{ personId: person.verified, invitedBy: person.operator, platformId: platform },
          role: 'ADMINISTRATOR',
        }),
      },
      application: {
        over: await addApplication(context, at, person.verified, {
          ...{ state: 'REFUSED', reason: 'No place.', decidedAt: now, decidedBy: person.otherProvider },
        }),
        open: await addApplication(context, at, person.verified, { message: 'I run HPLC.' }),
      },
    };
  },
  meet: ({ lone, past, present, invitation, application }, base) => {
    const own = { entity: 'Organization', id: base.organization.provider };
    const row = (name: string, id: string, ...only: string[]) => ({
      ...{ entity: 'Query', id: '', inside: `${name}(id: "${id}") { % }` },
      ...(only.length > 0 ? { only } : {}),
    });
    const hidden = (...of: Parameters<typeof row>) => ({ ...row(...of), isHidden: true as const });
    const open = ['id', 'organization', 'person', 'message', 'state', 'createdAt', 'expiresAt', 'viewerMay'];
    return {
      anchors: {
        HowToJoin: [{ ...own, inside: 'howToJoin { % }' }],
        JoiningStep: [
          {
            ...{ entity: 'Query', id: '' },
            inside: `actor(id: "${lone}") { ... on Organization { howToJoin { steps { % } } } }`,
          },
        ],
        Membership: [row('membership', present)],
        MembershipPeriod: [
          {
            ...{ entity: 'Query', id: '', only: ['startsOn'] },
            inside: `membership(id: "${present}") { period { % } }`,
          },
          {
            ...{ entity: 'Query', id: '', only: ['endsOn'], isHidden: true },
            inside: `membership(id: "${past}") { period { % } }`,
          },
        ],
        MembershipInvitation: [
          hidden('membershipInvitation', invitation.open, ...open, 'role', 'position', 'invitedBy'),
          hidden('membershipInvitation', invitation.over, 'decidedAt'),
          hidden('membershipInvitation', invitation.address, 'email'),
          hidden('membershipInvitation', invitation.appointed, 'platform'),
        ],
        MembershipApplication: [
          hidden('membershipApplication', application.open, ...open),
          hidden('membershipApplication', application.over, 'reason', 'decidedAt'),
        ],
        Viewer: [
          {
            ...hidden('viewer', '', 'membershipInvitations', 'membershipApplications'),
            inside: 'viewer { % }',
          },
        ],
      },
      arguments: {
        'Query.membership': `(id: "${present}")`,
        'Query.membershipInvitation': `(id: "${invitation.open}")`,
        'Query.membershipApplication': `(id: "${application.open}")`,
      },
      deeds: [...foundingDeeds, ...placeDeeds(base), ...joiningDeeds(base)],
    };
  },
});

const firm = (more = 'name: { en: "Founded" }') => `organizationFound(input: { kind: SME, ${more} })`;
const foundingDeeds: Deed[] = [
  { meets: 'Mutation.organizationFound', query: () => firm(), succeedsAs: 'OrganizationFoundSuccess' },
  { meets: 'OrganizationKnown', query: () => firm('name: { en: "Known" }, ror: "03acrzv41"') },
  { meets: 'FoundingUnusable', query: () => firm('name: { en: "" }') },
  {
    meets: 'FoundingsTooMany',
    prepare: async (context, viewer) => {
      for (let count = 0; viewer && count < foundingsMax; count += 1)
        await context.db.insert(organizationFounding).values({
          organizationId: await newOrganization(context),
          personId: asId('Person', viewer.actorId),
          foundedAt: new Date(),
        });
      return '';
    },
    undo: async ({ db }) => void (await db.delete(organizationFounding)),
    query: () => firm(),
  },
  {
    meets: 'MembershipsTooMany',
    prepare: async (context, viewer) => {
      const own = viewer && eq(table.personId, asId('Person', viewer.actorId));
      while (own && (await context.db.$count(table, and(own, isNull(table.endsOn)))) < 20)
        await beginMembership(context, {
          ...{ organizationId: await newOrganization(context), role: 'MEMBER', position: 'One of many' },
          personId: asId('Person', viewer.actorId),
        });
      return '';
    },
    undo: async ({ db }) => void (await db.delete(table).where(eq(table.position, 'One of many'))),
    query: () => firm(),
  },
];

/** A place of whoever asks, in an organisation of its own. */
const ownPlace =
  (role: 'MEMBER' | 'ADMINISTRATOR', isPast = false): Prepare =>
  async (context, viewer) => {
    if (!viewer) return '';
    const id = await addMember(context, await newOrganization(context), asId('Person', viewer.actorId), role);
    const endsOn = context.now.toISOString().slice(0, 10);
    if (isPast) await context.db.update(table).set({ endsOn }).where(eq(table.id, id));
    return id;
  };

function placeDeeds({ organization, person }: Base): Deed[] {
  const ofOther: Prepare = async (context) =>
    addMember(context, organization.other, await newPerson(context));
  const isLead = and(eq(table.personId, person.otherProvider), isNull(table.endsOn));
  const absent = newId('Membership');
  const leave = (id: string) => `membershipLeave(input: { membershipId: "${id}" })`;
  const transfer = (role: string) => (id: string) =>
    `administrationTransfer(input: { membershipId: "${id}", role: ${role} })`;
  return [
    {
      meets: 'Mutation.membershipRoleChange',
      prepare: ofOther,
      query: (id) => `membershipRoleChange(input: { membershipId: "${id}", role: FINANCE })`,
      succeedsAs: 'MembershipRoleChangeSuccess',
    },
    {
      meets: 'Mutation.membershipEnd',
      prepare: ofOther,
      query: (id) => `membershipEnd(input: { membershipId: "${id}" })`,
      succeedsAs: 'MembershipEndSuccess',
    },
    {
      meets: 'Mutation.membershipLeave',
      prepare: ownPlace('MEMBER'),
      query: leave,
      succeedsAs: 'MembershipLeaveSuccess',
    },
    {
      meets: 'Mutation.administrationTransfer',
      prepare: ofOther,
      undo: async ({ db }) => void (await db.update(table).set({ role: 'ADMINISTRATOR' }).where(isLead)),
      query: transfer('MEMBER'),
      succeedsAs: 'AdministrationTransferSuccess',
    },
    { meets: 'RoleUnusable', prepare: ofOther, query: transfer('ADMINISTRATOR') },
    { meets: 'LastAdministrator', prepare: ownPlace('ADMINISTRATOR'), query: leave },
    { meets: 'MembershipOver', prepare: ownPlace('MEMBER', true), query: leave },
    { meets: 'MembershipUnknown', query: () => leave(absent) },
  ];
}
