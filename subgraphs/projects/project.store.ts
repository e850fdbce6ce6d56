import { and, eq, getTableColumns, ne, sql } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import { record, takeTurns } from '../../db/events.ts';
import { participation, project } from '../../db/tables/projects.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import type { CoCreationRole, Visibility } from '../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import { oneByKey, viewerPlaceholder, type ViewerSql, viewerValue } from '../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../schema/page.ts';
import { addParticipation } from './participation.store.ts';

/** A project as one viewer meets it: `viewerTakesPart` comes with the row, so that rules need no statement
 *  of their own. */
export type ProjectRow = typeof project.$inferSelect & { viewerTakesPart: boolean };
/** What is needed to begin a project; its initiator takes part from the first moment. */
export interface ProjectWish {
  titleZh: string | null;
  titleEn: string | null;
  summaryZh: string | null;
  summaryEn: string | null;
  visibility: Visibility;
  region: string | null;
  initiatorId: ActorId;
  initiatorRole: CoCreationRole;
  budgetMinor: bigint | null;
  budgetCurrency: string | null;
}

// Names in plain SQL: among the selected columns drizzle drops the table's name, and the inner one would be
// meant.
const partOf = (viewer: ViewerSql) => sql<boolean>`exists (select from ${participation} taker
  where taker.project_id = "project"."id" and taker.actor_id = any(${viewer('viewerActors')}::text[]))`;

/** What is read of a project for a viewer. */
export const projectColumns = (viewer: ViewerSql) => ({
  ...getTableColumns(project),
  viewerTakesPart: partOf(viewer),
});

/** Public ones are for everybody, members' for whoever is signed in; the rest for those who take part, the
 *  regulators  of the region and auditors. */
export const isKnowable = (viewer: ViewerSql) => sql`(${project.visibility} = 'PUBLIC'
  or (${project.visibility} = 'MEMBERS' and ${viewer('viewerIsSignedIn')}::boolean)
  or ${viewer('viewerIsAuditor')}::boolean
  or ${project.region} like any(${viewer('viewerRegions')}::text[])
  or ${partOf(viewer)})`;

export const projectById = oneByKey(
  prepared((db) =>
    db
      .select(projectColumns(viewerPlaceholder))
      .from(project)
      .where(and(sql`${project.id} = any(${sql.placeholder('ids')}::text[])`, isKnowable(viewerPlaceholder))),
  ),
  (row) => row.id,
);

/** Newest first. */
export const newestProjects: Order<ProjectRow> = {
  columns: [project.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of the projects this viewer may know of. */
export function projectRows(context: Context, page: PageRequest): Promise<ProjectRow[]> {
  const { where, orderBy, limit } = keyset(page, newestProjects);
  return context.db
    .select(projectColumns(viewerValue(context)))
    .from(project)
    .where(and(isKnowable(viewerValue(context)), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many projects this viewer may know of. */
export function projectCount(context: Context): Promise<number> {
  return context.db.$count(project, isKnowable(viewerValue(context)));
}

/** Begins a project in its first stage, with its initiator as the first participant. */
export function createProject(context: Context, wish: ProjectWish): Promise<{ id: Id<'Project'> }> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const { initiatorRole, ...described } = wish;
    const [row] = await db
      .insert(project)
      .values({ ...described, id: newId('Project'), stage: 'DIAGNOSIS', createdAt: now })
      .returning({ id: project.id, visibility: project.visibility, region: project.region });
    if (!row) throw new Error('An insert must return its row.');
    const cause = await record(db, now, {
      kind: 'project.created',
      subject: row.id,
      actorId: viewer?.actorId ?? null,
      data: { visibility: row.visibility, region: row.region },
    });
    await addParticipation(
      inside,
      { projectId: row.id, actorId: wish.initiatorId, role: initiatorRole, contribution: null },
      cause,
    );
    return { id: row.id };
  });
}

/** Changes who may know of a project. Setting what is already so changes nothing and records nothing. */
export function changeVisibility(context: Context, id: Id<'Project'>, visibility: Visibility): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    await takeTurns(db, [id]);
    const changed = await db
      .update(project)
      .set({ visibility })
      .where(and(eq(project.id, id), ne(project.visibility, visibility)))
      .returning({ id: project.id });
    if (changed.length === 0) return;
    await record(db, now, {
      kind: 'project.visibilityChanged',
      subject: id,
      actorId: viewer?.actorId ?? null,
      data: { visibility },
    });
  });
}
