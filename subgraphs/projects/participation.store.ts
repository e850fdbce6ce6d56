import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { preparedByShape } from '../../db/client.ts';
import { record } from '../../db/events.ts';
import { participation, project } from '../../db/tables/projects.ts';
import { type Context, inTransaction, viewerValues } from '../../schema/context.ts';
import { type ActorId, type Id, newId } from '../../schema/ids.ts';
import { countByKey, pageByKey, viewerPlaceholder } from '../../schema/loader.ts';
import {
  keysetPlaces,
  type Order,
  type PageRequest,
  type PageShape,
  pageShape,
  pageValues,
} from '../../schema/page.ts';

/** A participation as one viewer meets it, with what the rules on it ask of its project. */
export type ParticipationRow = typeof participation.$inferSelect & {
  projectRegion: string | null;
  viewerIsFellow: boolean;
};
export type ParticipationWish = Pick<ParticipationRow, 'projectId' | 'actorId' | 'role' | 'contribution'>;

/** In order of joining. */
export const joiningOrder: Order<ParticipationRow> = {
  columns: [participation.id],
  isDescending: false,
  keyOf: (row) => [row.id],
};

/** A page per project in one lateral statement. Whoever may know of the project may know who takes part. */
export const participationRowsByProject = pageByKey<PageRequest, Id<'Project'>, ParticipationRow>(
  ({ db, viewer }, page, ids) =>
    rowsByShape(db, pageShape(page), { ...viewerValues(viewer), ...pageValues(page), ids }),
  (row) => row.projectId,
);

const rowsByShape = preparedByShape((db, shape: PageShape) => {
  const { where, orderBy, limit } = keysetPlaces(shape, joiningOrder);
  const some = db
    .select({ id: participation.id })
    .from(participation)
    .where(and(sql`${participation.projectId} = parent.id`, where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('some');
  return db
    .select({
      ...getTableColumns(participation),
      projectRegion: project.region,
      viewerIsFellow: sql<boolean>`exists (select from ${participation} fellow
        where fellow.project_id = parent.id
          and fellow.actor_id = any(${viewerPlaceholder('viewerActors')}::text[]))`,
    })
    .from(sql`unnest(${sql.placeholder('ids')}::text[]) as parent(id)`)
    .crossJoinLateral(some)
    .innerJoin(participation, eq(participation.id, some.id))
    .innerJoin(project, eq(project.id, participation.projectId))
    .orderBy(...orderBy);
});

/** How many take part, per project. */
export const participationCountByProject = countByKey<null, Id<'Project'>>(({ db }, _args, ids) =>
  db
    .select({ key: participation.projectId, count: sql<number>`count(*)::int` })
    .from(participation)
    .where(sql`${participation.projectId} = any(${sql.param(ids)}::text[])`)
    .groupBy(participation.projectId),
);

/** Lets an actor take part in a role; the database refuses the same role twice. */
export function addParticipation(
  context: Context,
  wish: ParticipationWish,
  cause: Id<'Event'> | null = null,
): Promise<{ id: Id<'Participation'> }> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const [row] = await db
      .insert(participation)
      .values({ ...wish, id: newId('Participation'), joinedAt: now })
      .returning({ id: participation.id });
    if (!row) throw new Error('An insert must return its row.');
    const data: { projectId: Id<'Project'>; actorId: ActorId; role: ParticipationRow['role'] } = {
      projectId: wish.projectId,
      actorId: wish.actorId,
      role: wish.role,
    };
    await record(db, now, {
      kind: 'participation.begun',
      subject: row.id,
      actorId: viewer?.actorId ?? null,
      data,
      cause,
    });
    return row;
  });
}
