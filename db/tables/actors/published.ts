import { boolean, integer, jsonb, text } from 'drizzle-orm/pg-core';
import type { MembershipRole, PlatformRole, QualificationKind } from '../../../schema/events.ts';
import type { Id } from '../../../schema/ids.ts';
import type { Scope } from '../../../schema/scopes.ts';
import { actorId, id, instant } from '../../columns.ts';
import { actorsSchema } from './schema.ts';

/** Published for the gateway: who a token's subject is, with every role the viewer holds. */
export const publishedViewer = actorsSchema
  .view('published_viewer', {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    actorId: id('Person', 'actor_id').notNull(),
    organizations: jsonb('organizations')
      .$type<{ id: Id<'Organization'>; role: MembershipRole; isVerified: boolean }[]>()
      .notNull(),
    roles: jsonb('roles')
      .$type<{ role: PlatformRole; platformId: Id<'Platform'> | null; region: string | null }[]>()
      .notNull(),
    /** Of the person alone. */
    isVerified: boolean('is_verified').notNull(),
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
      .$type<{ id: Id<'Organization'>; role: MembershipRole; region: string | null; isVerified: boolean }[]>()
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
    /** Of the owner alone. */
    isVerified: boolean('is_verified').notNull(),
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

/** Published: every qualification that is valid at this moment, by whom it was reviewed and until when. */
export const publishedVerification = actorsSchema
  .view('published_verification', {
    actorId: actorId('actor_id').notNull(),
    kind: text('kind').$type<QualificationKind>().notNull(),
    platformId: id('Platform', 'platform_id').notNull(),
    validUntil: instant('valid_until').notNull(),
  })
  .existing();

/** Published: every platform with the organisation in the lead, and by `mayKnow` of schema/audience.ts who
 *  may know: one that was not admitted is for those who operate it. */
export const publishedPlatform = actorsSchema
  .view('published_platform', {
    id: id('Platform').notNull(),
    operatorId: id('Organization', 'operator_id').notNull(),
    nameEn: text('name_en'),
    audience: text('audience').$type<'PUBLIC' | 'NAMED'>().notNull(),
    knownTo: text('known_to').array().notNull(),
    knownIn: text('known_in'),
  })
  .existing();

/** Published: every alliance, by whom it may be known (`schema/audience.ts`). */
export const publishedAlliance = actorsSchema
  .view('published_alliance', {
    id: id('Alliance').notNull(),
    audience: text('audience').notNull(),
    knownTo: text('known_to').array().notNull(),
    knownIn: text('known_in'),
  })
  .existing();

/** Published: every industry chain; everybody may know of each. */
export const publishedIndustryChain = actorsSchema
  .view('published_industry_chain', { id: id('IndustryChain').notNull() })
  .existing();
