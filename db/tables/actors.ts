import { sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CoCreationRole, MembershipRole, PlatformRole } from '../../schema/events.ts';
import type { Id } from '../../schema/ids.ts';
import type { Scope } from '../../schema/scopes.ts';
import { actorId, id, instant, searchVector } from '../columns.ts';

export const actorsSchema = pgSchema('actors');

/** `INACTIVE` ceased; `WITHDRAWN` should never have been listed, mostly a second entry of the same one. */
export type OrganizationStatus = 'ACTIVE' | 'INACTIVE' | 'WITHDRAWN';

/** An organisation of any kind. `is_checked` is false for one that only an import has named. */
export const organization = actorsSchema.table('organization', {
  id: id('Organization').primaryKey(),
  kind: text('kind').notNull(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  region: text('region'),
  uscc: text('uscc'),
  ror: text('ror'),
  website: text('website'),
  contactEmail: text('contact_email'),
  contactTelephone: text('contact_telephone'),
  isChecked: boolean('is_checked').notNull(),
  /** Whether it still exists, by whoever lists it. */
  status: text('status').$type<OrganizationStatus>().notNull().default('ACTIVE'),
  /** ROR id of what replaces one that does not; the successor need not be known here (yet). */
  successorRor: text('successor_ror'),
  createdAt: instant('created_at').notNull(),
  search: searchVector('search').generatedAlwaysAs(sql`fts_vector(name_zh) || fts_vector(name_en)`),
});

/** A person. Contact data is private: see `subgraphs/actors/access.ts`. */
export const person = actorsSchema.table('person', {
  id: id('Person').primaryKey(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  orcid: text('orcid'),
  contactEmail: text('contact_email'),
  contactTelephone: text('contact_telephone'),
  createdAt: instant('created_at').notNull(),
});

/** A person's place and role in an organisation: at once the affiliation that others see. */
export const membership = actorsSchema.table('membership', {
  id: id('Membership').primaryKey(),
  organizationId: id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id),
  personId: id('Person', 'person_id')
    .notNull()
    .references(() => person.id),
  role: text('role').$type<MembershipRole>().notNull(),
  position: text('position'),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }),
});

/** Which co-creation roles an actor holds in general; the role in one project stands in its participation. */
export const coCreationRole = actorsSchema.table(
  'co_creation_role',
  { actorId: actorId('actor_id').notNull(), role: text('role').$type<CoCreationRole>().notNull() },
  (table) => [primaryKey({ columns: [table.actorId, table.role] })],
);

/** A regional or commercial platform that federates here. */
export const platform = actorsSchema.table('platform', {
  id: id('Platform').primaryKey(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  kind: text('kind').notNull(),
  operatorId: id('Organization', 'operator_id')
    .notNull()
    .references(() => organization.id),
  website: text('website'),
  createdAt: instant('created_at').notNull(),
});

/** The regions a platform serves. */
export const platformRegion = actorsSchema.table(
  'platform_region',
  {
    platformId: id('Platform', 'platform_id')
      .notNull()
      .references(() => platform.id),
    region: text('region').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformId, table.region] })],
);

/** What an actor may do for a platform, a region or the whole graph. */
export const roleGrant = actorsSchema.table('role_grant', {
  id: id('RoleGrant').primaryKey(),
  actorId: actorId('actor_id').notNull(),
  role: text('role').$type<PlatformRole>().notNull(),
  platformId: id('Platform', 'platform_id').references(() => platform.id),
  region: text('region'),
});

/** Which person a token's issuer and subject mean. */
export const signIn = actorsSchema.table(
  'sign_in',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    personId: id('Person', 'person_id')
      .notNull()
      .references(() => person.id),
    /** In lower case, from an issuer trusted to have checked it: by this another such issuer finds the same
     *  person. Null from any other. */
    verifiedEmail: text('verified_email'),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
);

/** A key with which a portal or a partner asks in a person's name. The key itself is not kept: only its
 *  SHA-256, and the characters that may be shown. */
export const apiKey = actorsSchema.table('api_key', {
  id: id('ApiKey').primaryKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull(),
  secretHash: text('secret_hash').notNull(),
  ownerId: id('Person', 'owner_id')
    .notNull()
    .references(() => person.id),
  /** With an organisation or a platform, only the owner's part there is left to the key. */
  organizationId: id('Organization', 'organization_id').references(() => organization.id),
  platformId: id('Platform', 'platform_id').references(() => platform.id),
  scopes: text('scopes').array().$type<Scope[]>().notNull(),
  /** Where the owner's roles and memberships hold for the key; empty for everywhere. */
  regions: text('regions').array().notNull(),
  pointsPerMinute: integer('points_per_minute').notNull(),
  createdAt: instant('created_at').notNull(),
  /** Null where the command line made it. */
  createdBy: id('Person', 'created_by').references(() => person.id),
  expiresAt: instant('expires_at').notNull(),
  /** To the hour. */
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
});

/** One record of an outside list of organisations: whose list in which format, what it became, and the
 *  original as it was read, so that nothing is lost. */
export const sourceRecord = actorsSchema.table(
  'source_record',
  {
    ownerId: id('Organization', 'owner_id')
      .notNull()
      .references(() => organization.id),
    format: text('format').notNull(),
    key: text('key').notNull(),
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
    contentHash: text('content_hash').notNull(),
    original: jsonb('original').$type<Record<string, unknown>>().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.format, table.key] })],
);

/** Published for the gateway: who a token's subject is, with every role the viewer holds. */
export const publishedViewer = actorsSchema
  .view('published_viewer', {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    actorId: id('Person', 'actor_id').notNull(),
    organizations: jsonb('organizations')
      .$type<{ id: Id<'Organization'>; role: MembershipRole }[]>()
      .notNull(),
    roles: jsonb('roles')
      .$type<{ role: PlatformRole; platformId: Id<'Platform'> | null; region: string | null }[]>()
      .notNull(),
  })
  .existing();

/** Published for the gateway: every key that is neither revoked nor expired, with what its owner may at this
 *  moment, and where. */
export const publishedKey = actorsSchema
  .view('published_key', {
    id: id('ApiKey').notNull(),
    secretHash: text('secret_hash').notNull(),
    actorId: id('Person', 'actor_id').notNull(),
    organizationId: id('Organization', 'organization_id'),
    platformId: id('Platform', 'platform_id'),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    regions: text('regions').array().notNull(),
    pointsPerMinute: integer('points_per_minute').notNull(),
    organizations: jsonb('organizations')
      .$type<{ id: Id<'Organization'>; role: MembershipRole; region: string | null }[]>()
      .notNull(),
    roles: jsonb('roles')
      .$type<
        {
          role: PlatformRole;
          platformId: Id<'Platform'> | null;
          region: string | null;
          platformRegions: string[];
        }[]
      >()
      .notNull(),
  })
  .existing();

/** Published: every actor with what other subgraphs may decide by. */
export const publishedActor = actorsSchema
  .view('published_actor', {
    id: actorId('id').notNull(),
    kind: text('kind').notNull(),
    nameZh: text('name_zh'),
    nameEn: text('name_en'),
    region: text('region'),
  })
  .existing();

/** Published: every platform with its operator. */
export const publishedPlatform = actorsSchema
  .view('published_platform', {
    id: id('Platform').notNull(),
    operatorId: id('Organization', 'operator_id').notNull(),
    nameEn: text('name_en'),
  })
  .existing();
