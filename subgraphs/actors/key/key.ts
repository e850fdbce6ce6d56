import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant, malformed } from '../../../schema/errors.ts';
import { denial } from '../../../schema/guard.ts';
import { asId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { regionType } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { apiKeyRevoke, isAdministratorHere, isSelfHere } from './access.ts';
import { builder } from '../builder.ts';
import { ApiKeysTooMany, ApiKeyUnknown, ApiKeyUnusable } from './errors.ts';
import {
  apiKeyById,
  apiKeyCountByOrganization,
  apiKeyCountByOwner,
  type ApiKeyRow,
  apiKeyRowsByOrganization,
  apiKeyRowsByOwner,
  createApiKey,
  isWithinReach,
  newestApiKeys,
  revokeApiKey,
} from './key.store.ts';
import { type ApiKeyAsked, checkApiKey, pointsUsual } from './key.wish.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { scopeEnum } from './scope.ts';

const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey').implement({
  description: 'A key with which a program asks in the name of a person, never for more than the person may.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    name: t.exposeString('name', { access: isPublic, description: 'What it is for, in words of its owner.' }),
    prefix: t.exposeString('prefix', {
      access: isPublic,
      description: 'Its first 12 characters, to tell it from others. The rest is kept nowhere.',
    }),
    owner: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'In whose name it asks.',
      resolve: (row, _args, context) => personById(context).load(row.ownerId),
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: "The organisation to which the owner's memberships are narrowed, or null.",
      resolve: (row, _args, context) =>
        row.organizationId && organizationById(context).load(row.organizationId),
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: "The platform to which the owner's roles are narrowed, or null.",
      resolve: (row, _args, context) => row.platformId && platformById(context).load(row.platformId),
    }),
    scopes: t.field({
      type: [scopeEnum],
      access: isPublic,
      description: 'What it can be used for; at most one of each.',
      resolve: (row) => row.scopes,
    }),
    regions: t.field({
      type: [regionType(builder)],
      access: isPublic,
      description: "Where the owner's memberships and roles hold for it; at most 40, empty for everywhere.",
      resolve: (row) => row.regions.map((code) => ({ code })),
    }),
    pointsPerMinute: t.exposeInt('pointsPerMinute', {
      access: isPublic,
      description: 'Its quota, in the points in which the cost of a request is told.',
    }),
    createdAt: t.expose('createdAt', { type: 'Instant', access: isPublic, description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'Instant',
      access: isPublic,
      description: 'From when on it is refused.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it was last used, to the hour; null when never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it was revoked; null for one that was not.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([apiKeyRevoke], row, context),
    }),
  }),
});

const ApiKeyConnection = connectionType(builder, { name: 'ApiKey', node: ApiKey });

builder.objectField(Person, 'apiKeys', (t) =>
  t.field({
    type: ApiKeyConnection,
    nullable: true,
    access: isSelfHere,
    description: 'Keys that ask in the name of this person, newest first, with those that no longer work.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const list = { list: 'Person.apiKeys', parent: id, order: 'NEWEST' };
      return readPage(context, args, list, newestApiKeys, {
        rows: (page) => apiKeyRowsByOwner(context, page).load(id),
        count: () => apiKeyCountByOwner(context, null).load(id),
      });
    },
  }),
);

builder.objectField(Organization, 'apiKeys', (t) =>
  t.field({
    type: ApiKeyConnection,
    nullable: true,
    access: isAdministratorHere,
    description: 'Keys narrowed to this organisation, whoever owns them, newest first.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const list = { list: 'Organization.apiKeys', parent: id, order: 'NEWEST' };
      return readPage(context, args, list, newestApiKeys, {
        rows: (page) => apiKeyRowsByOrganization(context, page).load(id),
        count: () => apiKeyCountByOrganization(context, null).load(id),
      });
    },
  }),
);

refusals(builder, ApiKeyUnknown, ApiKeyUnusable, ApiKeysTooMany);

const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'What a new key of your own is to be. Give each portal and program a key of its own.',
  fields: (t) => ({
    name: t.string({ description: 'What it is for; at most 100 characters.' }),
    scopes: t.field({ type: [scopeEnum], description: 'What it can be used for; at least one.' }),
    organizationId: t.id({
      required: false,
      description: 'Leaves the key, of your memberships and roles, only your place in this organisation.',
    }),
    platformId: t.id({
      required: false,
      description:
        'Leaves the key, of your memberships and roles, only your roles for this platform (and your place in ' +
        '`organizationId` where you give both).',
    }),
    regions: t.field({
      type: ['RegionCode'],
      required: false,
      description:
        'Where your memberships and roles are to hold for the key; at most 40, none for everywhere.',
    }),
    pointsPerMinute: t.int({
      required: false,
      description: `Its quota: from 1 to ${pointsUsual}, which it is when left out.`,
    }),
    expiresAt: t.field({
      type: 'Instant',
      required: false,
      description: 'Until when it works: at most 730 days from now, 365 when left out.',
    }),
  }),
});

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'Which key is to be worth nothing from now on.',
  fields: (t) => ({ apiKeyId: t.id({ description: 'The key, by its id; never the key itself.' }) }),
});

/** Checks what a key is to be; what cannot be used is a refusal. */
function checked(asked: ApiKeyAsked, { now }: Context) {
  try {
    return checkApiKey(asked, { now, pointsMax: pointsUsual });
  } catch (error) {
    throw error instanceof WrongValue ? new ApiKeyUnusable(error.message) : error;
  }
}

/** The id of a key. A whole key in its place is not repeated: errors are kept in more places than keys. */
function keyId(text: string) {
  if (/^cgk_/i.test(text)) throw malformed('`apiKeyId` is the id of the key, `key_…`, never the key itself.');
  return asId('ApiKey', text);
}

/** A key with what only its maker gets, once. */
type MadeKey = ApiKeyRow & { secret?: string };

builder.mutationFields((t) => ({
  apiKeyCreate: t.field({
    type: ApiKey,
    nullable: true,
    access: isHere,
    description: 'Makes an API key that asks in your name. The answer is the only place that ever shows it.',
    args: { input: t.arg({ type: ApiKeyCreateInput, description: 'The key.' }) },
    errors: {
      types: [ApiKeyUnusable, ApiKeysTooMany],
      result: {
        access: isPublic,
        fields: (result) => ({
          secret: result.string({
            access: isPublic,
            description: 'The key itself, for `Authorization: Bearer`. Keep it now: it is never shown again.',
            resolve: (row) => {
              const { secret } = row as MadeKey;
              invariant(secret, 'A key that was just made is known.');
              return secret;
            },
          }),
        }),
      },
      dataField: { name: 'apiKey', access: isPublic, description: 'What was made.' },
    },
    resolve: async (_root, { input }, context): Promise<MadeKey> => {
      const { viewer } = context;
      invariant(viewer, 'The rule on the mutation lets only signed-in viewers here.');
      const { organizationId, platformId, ...rest } = input;
      const wish = checked(
        {
          ...rest,
          ownerId: asId('Person', viewer.actorId),
          organizationId: organizationId == null ? null : asId('Organization', organizationId),
          platformId: platformId == null ? null : asId('Platform', platformId),
        },
        context,
      );
      if (!(await isWithinReach(context, wish)))
        throw denial(context, 'member of the organisation, with a role for the platform');
      const { row, secret } = await createApiKey(context, wish);
      return { ...row, secret };
    },
  }),
  apiKeyRevoke: t.field({
    type: ApiKey,
    nullable: true,
    access: isHere,
    description:
      'Makes a key worthless: everywhere within five seconds, and for ever. For its owner, and for ' +
      'administrators of the organisation it is narrowed to. A second time changes nothing.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, description: 'Which.' }) },
    errors: {
      types: [ApiKeyUnknown],
      result: { access: isPublic },
      dataField: { name: 'apiKey', access: isPublic, description: 'The key as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await apiKeyById(context).load(keyId(input.apiKeyId));
      if (!row) throw new ApiKeyUnknown();
      await demand(apiKeyRevoke, row, context);
      await revokeApiKey(context, row.id);
      // Read anew, past what loaders remember.
      const revoked = await apiKeyById({ ...context }).load(row.id);
      invariant(revoked, 'Whoever revokes a key may know of it.');
      return revoked;
    },
  }),
}));
