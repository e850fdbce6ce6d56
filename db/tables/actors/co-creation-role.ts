import { text } from 'drizzle-orm/pg-core';
import type { CoCreationRole, CoCreationRoleState } from '../../../schema/events.ts';
import { actorId, id, instant } from '../../columns.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

/** Which co-creation roles an actor asked for or holds in general, with those that have ended; the role in
 *  one project stands in its participation. */
export const coCreationRole = actorsSchema.table('co_creation_role', {
  actorId: actorId('actor_id').notNull(),
  role: text('role').$type<CoCreationRole>().notNull(),
  id: id('CoCreationRoleGrant').primaryKey(),
  /** As it was last written. What time has ended or made due since is told by `due_at` and `ends_at`. */
  state: text('state').$type<CoCreationRoleState>().notNull(),
  /** Who decides and reviews; null where nobody does: for final consumers, and what is older than reviews. */
  platformId: id('Platform', 'platform_id').references(() => platform.id),
  statement: text('statement'),
  requestedAt: instant('requested_at').notNull(),
  requestedBy: id('Person', 'requested_by').references(() => person.id),
  decidedBy: id('Person', 'decided_by').references(() => person.id),
  /** Since when it is held; null where it never was. */
  since: instant('since'),
  /** When it was no longer held, or the request came to its end; null before. */
  endedAt: instant('ended_at'),
  /** Why it was refused or revoked. */
  reason: text('reason'),
  /** By when the platform should decide; of one that is held, from when on it is to be reviewed again. */
  dueAt: instant('due_at'),
  /** When the state ends by itself; null where it does not. */
  endsAt: instant('ends_at'),
});
