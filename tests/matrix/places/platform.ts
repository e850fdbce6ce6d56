import { eq, sql } from 'drizzle-orm';
import { platform as platformTable } from '../../../db/tables/actors/platform.ts';
import { roleGrant } from '../../../db/tables/actors/role-grant.ts';
import type { Context } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { registerPlatform } from '../../../subgraphs/actors/platform/platform.admission.store.ts';
import { operatorsMax } from '../../../subgraphs/actors/platform/platform.operators.store.ts';
import { declarePlatform } from '../../../subgraphs/actors/platform/platform.store.ts';
import { grantRole } from '../../../subgraphs/actors/role/role-grant.store.ts';
import type { Base } from '../base/base.ts';
import { type Deed, place } from '../place.ts';

const described = { nameZh: null, nameEn: 'Own platform', kind: 'INTERMEDIARY', website: null };

/** Platforms that the provider's organisation leads: those to be admitted, and those with operators. */
function deedsOf(base: Base): Deed[] {
  const operatorId = base.organization.provider;
  const wish = { ...described, operatorId, regions: ['420500'] };
  const waiting = async (context: Context) => (await registerPlatform(context, wish)).id;
  const active = async (context: Context, ...people: (typeof base.person.member)[]) => {
    const { id } = await declarePlatform(context, wish);
    for (const actorId of people) await grantRole(context, { actorId, role: 'OPERATOR', platformId: id });
    return id;
  };
  /** Out of the lists, and out of the way of the next registration. */
  const undo = async ({ db }: Context) => {
    await db.execute(sql`delete from actors.role_grant where platform_id in (
      select id from actors.platform where operator_id = ${operatorId})`);
    await db.update(platformTable).set({ state: 'LAPSED' }).where(eq(platformTable.operatorId, operatorId));
  };
  const register = (languages = '["zh"]') =>
    `platformRegister(input: { operatorId: "${operatorId}", name: { en: "P" }, kind: INTERMEDIARY,
      regions: ["420500"], languages: ${languages} })`;
  const on = (act: string, id: string, rest = '') => `${act}(input: { platformId: "${id}" ${rest} })`;
  const unknownAs = { refusal: 'PlatformUnknown', row: 'WAITING', absent: newId('Platform') };
  const person = (id: string) => `personId: "${id}"`;
  const { member, provider, stranger } = base.person;
  const decisions = ['Admit', 'Decline'].map((act) => ({
    ...{ meets: `Mutation.platform${act}`, prepare: waiting, undo, unknownAs },
    query: (id: string) => on(`platform${act}`, id),
    succeedsAs: `Platform${act}Success`,
  }));
  return [
    ...decisions,
    {
      meets: 'Mutation.platformRegister',
      undo,
      query: () => register(),
      succeedsAs: 'PlatformRegisterSuccess',
    },
    {
      meets: 'Mutation.platformDescribe',
      query: () => on('platformDescribe', base.platform, 'languages: ["zh"]'),
      succeedsAs: 'PlatformDescribeSuccess',
    },
    {
      ...{ meets: 'Mutation.platformOperatorAppoint', prepare: (context) => active(context, provider), undo },
      query: (id) => on('platformOperatorAppoint', id, person(member)),
      succeedsAs: 'PlatformOperatorAppointSuccess',
    },
    {
      meets: 'Mutation.platformOperatorDismiss',
      ...{ prepare: (context) => active(context, provider, member), undo },
      query: (id) => on('platformOperatorDismiss', id, person(member)),
      succeedsAs: 'PlatformOperatorDismissSuccess',
    },
    { meets: 'PlatformUnknown', query: () => on('platformAdmit', newId('Platform')) },
    { meets: 'PlatformUnusable', undo, query: () => register('[]') },
    { meets: 'PlatformWaiting', prepare: waiting, undo, query: () => register() },
    { meets: 'PlatformNotWaiting', query: () => on('platformAdmit', base.platform) },
    {
      ...{ meets: 'PlatformNotActive', prepare: waiting, undo, unknownAs },
      query: (id) => on('platformOperatorAppoint', id, person(member)),
    },
    {
      ...{ meets: 'PlatformOperatorUnfit', prepare: (context) => active(context, provider), undo },
      query: (id) => on('platformOperatorAppoint', id, person(stranger)),
    },
    {
      ...{ meets: 'PlatformLastOperator', prepare: (context) => active(context, member), undo },
      query: (id) => on('platformOperatorDismiss', id, person(member)),
    },
    {
      meets: 'PlatformOperatorsTooMany',
      prepare: async (context) => {
        const platformId = await active(context);
        const grant = () => ({ id: newId('RoleGrant'), actorId: newId('Person'), platformId });
        const grants = Array.from({ length: operatorsMax }, () => ({
          ...grant(),
          role: 'OPERATOR' as const,
        }));
        await context.db.insert(roleGrant).values(grants);
        return platformId;
      },
      undo,
      query: (id) => on('platformOperatorAppoint', id, person(member)),
    },
  ];
}

/** The platform of the base, and in the other one its operators. What it says of its rules: `governance`. */
export const platform = place({
  write: () => Promise.resolve(null),
  meet: (_ids, base) => ({
    anchors: {
      Platform: [
        // What reviews have added to it.
        {
          ...{ entity: 'Platform', id: base.platform, inside: '%' },
          only: ['coCreationRoleGrants', 'qualificationReviews'],
        },
        {
          ...{ entity: 'Platform', id: base.platform, inside: '%' },
          only: [
            ...['id', 'name', 'kind', 'state', 'operator', 'operators', 'operatorPeople', 'regions'],
            ...['languages', 'website', 'contactUrl', 'decideBy', 'viewerMay'],
            ...['qualificationReviews', 'coCreationRoleGrants'],
          ],
        },
        {
          ...{ entity: 'Platform', id: base.otherPlatform, inside: '%' },
          only: [
            ...['rules', 'proposal', 'ruleVersions', 'committee', 'committeeSeats', 'news'],
            'frontResources',
          ],
        },
      ],
      PlatformOperator: [{ entity: 'Platform', id: base.platform, inside: 'operators { % }' }],
    },
    routes: {
      Platform: (id) => [
        { name: 'root', query: `{ platform(id: "${id}") { % } }` },
        ...(id === base.platform
          ? [
              { name: 'list', query: '{ platforms(first: 1) { edges { node { % } } } }' },
              { name: 'nested', query: `{ resource(id: "${base.resource.Equipment}") { platform { % } } }` },
            ]
          : [{ name: 'list', query: '{ platforms(last: 1) { edges { node { % } } } }' }]),
      ],
    },
    arguments: { 'Query.platform': `(id: "${base.platform}")` },
    deeds: deedsOf(base),
  }),
});
