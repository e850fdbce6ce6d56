import { text } from 'drizzle-orm/pg-core';
import type { PlatformRole } from '../../../schema/events.ts';
import { actorId, id } from '../../columns.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

/** What an actor may do for a platform, a region or the whole graph. */
export const roleGrant = actorsSchema.table('role_grant', {
  id: id('RoleGrant').primaryKey(),
  actorId: actorId('actor_id').notNull(),
  role: text('role').$type<PlatformRole>().notNull(),
  platformId: id('Platform', 'platform_id').references(() => platform.id),
  region: text('region'),
});
