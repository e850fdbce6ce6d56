import { integer, text } from 'drizzle-orm/pg-core';
import type { Scope } from '../../../schema/scopes.ts';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

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
