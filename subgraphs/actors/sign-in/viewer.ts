import { isPublic, nameOf } from '../../../schema/access.ts';
import { type Locale, regulatedRegions, type Viewer } from '../../../schema/context.ts';
import type { PlatformRole } from '../../../schema/events.ts';
import { asId, nameOfId } from '../../../schema/ids.ts';
import { regionOf, regionType } from '../../../schema/value-types.ts';
import { type Action, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { MembershipRoleEnum } from '../membership/role.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById, regionsByPlatform } from '../platform/platform.store.ts';
import { qualificationReviewRequest } from '../review/access.ts';
import { coCreationRoleRequest } from '../role/access.ts';
import { scopeEnum } from '../key/scope.ts';

const PlatformRoleEnum = builder.enumType('PlatformRole', {
  description: 'What an actor may do for a platform, a region or the whole graph.',
  values: {
    OPERATOR: { description: 'Runs a platform.' },
    PARTNER: { description: 'Works with a platform.' },
    REGULATOR: { description: 'Supervises a region.' },
    AUDITOR: { description: 'Sees the whole graph.' },
  } satisfies Record<PlatformRole, { description: string }>,
});

const LocaleEnum = builder.enumType('Locale', {
  description: 'A language for people.',
  values: {
    ZH: { value: 'zh', description: 'Chinese.' },
    EN: { value: 'en', description: 'English.' },
  } satisfies Record<string, { value: Locale; description: string }>,
});

/** What asks for no more than being oneself; the rule of the mutation says the same. */
export const forOneself = [
  'apiKeyCreate',
  'consentGive',
  'consentWithdraw',
  'organizationFound',
  'personErase',
].map((name): Action<Viewer> => ({
  name,
  requires: nameOf(isHere),
  permits: ({ scopes }) => scopes === null,
}));

/** For oneself; for an organisation they stand there. */
const asApplicant = [qualificationReviewRequest, coCreationRoleRequest].map((action): Action<Viewer> => ({
  name: action.name,
  requires: action.requires,
  permits: ({ actorId }, context) => action.permits({ id: actorId }, context),
  hindrance: ({ actorId }, context) => action.hindrance?.({ id: actorId }, context) ?? null,
}));

const ViewerMembership = builder.objectRef<Viewer['organizations'][number]>('ViewerMembership').implement({
  description: 'An organisation you belong to, with what you may do for it.',
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Where.',
      resolve: ({ id }, _args, context) => organizationById(context).load(id),
    }),
    role: t.field({
      type: MembershipRoleEnum,
      access: isPublic,
      description: 'As what.',
      resolve: ({ role }) => role,
    }),
    isVerified: t.boolean({
      access: isPublic,
      description: 'Whether the organisation has passed a qualification review that is valid now.',
      resolve: ({ isVerified }) => isVerified === true,
    }),
  }),
});

const ViewerRole = builder.objectRef<Viewer['roles'][number]>('ViewerRole').implement({
  description: 'A role of yours for a platform, a region or the whole graph.',
  access: isPublic,
  fields: (t) => ({
    role: t.field({
      type: PlatformRoleEnum,
      access: isPublic,
      description: 'Which.',
      resolve: ({ role }) => role,
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'For which platform; null for a regulator and an auditor.',
      resolve: ({ platformId }, _args, context) => platformId && platformById(context).load(platformId),
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'For which region; null for all but a regulator.',
      resolve: ({ region }) => regionOf(region),
    }),
  }),
});

export const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who the server takes you for, and what that lets you do.',
  access: isPublic,
  fields: (t) => ({
    person: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'The person you are, or for whom your key acts; null where an organisation owns the key.',
      resolve: ({ actorId }, _args, context) =>
        nameOfId(actorId) === 'Person' ? personById(context).load(asId('Person', actorId)) : null,
    }),
    organizations: t.field({
      type: [ViewerMembership],
      access: isPublic,
      description: 'Where you belong at present; at most 20.',
      resolve: ({ organizations }) => [...organizations],
    }),
    roles: t.field({
      type: [ViewerRole],
      access: isPublic,
      description: 'Your roles beyond organisations; one line per role and where it holds.',
      resolve: ({ roles }) => [...roles],
    }),
    regions: t.field({
      type: [regionType(builder)],
      access: isPublic,
      description: 'The regions you supervise and those your platforms serve, by code; each once.',
      resolve: async (viewer, _args, context) => {
        const platforms = viewer.roles.flatMap(({ platformId }) => platformId ?? []);
        const served = await Promise.all(platforms.map((id) => regionsByPlatform(context).load(id)));
        const codes = [...regulatedRegions(viewer), ...served.flat().map(({ region }) => region)];
        return [...new Set(codes)].sort().map((code) => ({ code }));
      },
    }),
    isVerified: t.boolean({
      access: isPublic,
      description:
        'Whether you, or an organisation you belong to, have passed a qualification review that is valid now: ' +
        'then you are a verified member.',
      resolve: ({ isVerified }) => isVerified === true,
    }),
    scopes: t.field({
      type: [scopeEnum],
      nullable: true,
      access: isPublic,
      description: 'What your key may be used for; null when you came without one, which limits nothing.',
      resolve: ({ scopes }) => scopes && [...scopes],
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description:
        'What you may do for yourself; one line per action. Everything else says so where it stands.',
      resolve: (viewer, _args, context) => viewerMay([...forOneself, ...asApplicant], viewer, context),
    }),
    locale: t.field({
      type: LocaleEnum,
      access: isPublic,
      description: 'The language in which you are answered, from `Accept-Language`.',
      resolve: (_viewer, _args, { locale }) => locale,
    }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerType,
    nullable: true,
    access: isPublic,
    description:
      'You, as the server knows you. Null when you did not say who you are, or came with a key that reads only ' +
      'what everybody may.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
}));
