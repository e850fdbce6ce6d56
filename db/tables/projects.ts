import { bigint, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CoCreationRole, Visibility } from '../../schema/events.ts';
import { actorId, id, instant, resourceId } from '../columns.ts';

export const projectsSchema = pgSchema('projects');

/** A co-creation project. Who may know of it is decided by `visibility` and its participations. */
export const project = projectsSchema.table('project', {
  id: id('Project').primaryKey(),
  titleZh: text('title_zh'),
  titleEn: text('title_en'),
  summaryZh: text('summary_zh'),
  summaryEn: text('summary_en'),
  stage: text('stage').notNull(),
  visibility: text('visibility').$type<Visibility>().notNull(),
  region: text('region'),
  /** Lives in the actors subgraph: an id without a foreign key, watched by db/checks/projects.sql. */
  initiatorId: actorId('initiator_id').notNull(),
  budgetMinor: bigint('budget_minor', { mode: 'bigint' }),
  budgetCurrency: text('budget_currency'),
  createdAt: instant('created_at').notNull(),
});

/** One actor's part in one project. */
export const participation = projectsSchema.table('participation', {
  id: id('Participation').primaryKey(),
  projectId: id('Project', 'project_id')
    .notNull()
    .references(() => project.id),
  /** Lives in the actors subgraph; watched by db/checks/projects.sql. */
  actorId: actorId('actor_id').notNull(),
  role: text('role').$type<CoCreationRole>().notNull(),
  contribution: text('contribution'),
  joinedAt: instant('joined_at').notNull(),
});

/** Which resources a project uses. */
export const projectResource = projectsSchema.table(
  'project_resource',
  {
    projectId: id('Project', 'project_id')
      .notNull()
      .references(() => project.id),
    /** Lives in the resources subgraph; watched by db/checks/projects.sql. */
    resourceId: resourceId('resource_id').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.resourceId] })],
);

/** Published: every project, with who may know of it for `mayKnow` of schema/audience.ts. */
export const publishedProject = projectsSchema
  .view('published_project', {
    id: id('Project').notNull(),
    audience: text('audience').$type<'PUBLIC' | 'MEMBERS' | 'NAMED'>().notNull(),
    knownTo: text('known_to').array().notNull(),
    knownIn: text('known_in'),
  })
  .existing();
