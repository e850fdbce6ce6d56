import { primaryKey, text } from 'drizzle-orm/pg-core';
import type { CoCreationRole } from '../../../schema/events.ts';
import { actorId } from '../../columns.ts';
import { actorsSchema } from './schema.ts';

/** Which co-creation roles an actor holds in general; the role in one project stands in its participation. */
export const coCreationRole = actorsSchema.table(
  'co_creation_role',
  { actorId: actorId('actor_id').notNull(), role: text('role').$type<CoCreationRole>().notNull() },
  (table) => [primaryKey({ columns: [table.actorId, table.role] })],
);
