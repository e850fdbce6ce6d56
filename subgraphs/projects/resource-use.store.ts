import { and, eq, sql } from 'drizzle-orm';
import { preparedByShape } from '../../db/client.ts';
import { record } from '../../db/events.ts';
import { project, projectResource } from '../../db/tables/projects.ts';
import { publishedResource } from '../../db/tables/resources.ts';
import { mayKnow } from '../../schema/audience.ts';
import { type Context, inTransaction, viewerValues } from '../../schema/context.ts';
import type { Id, ResourceId } from '../../schema/ids.ts';
import { countByKey, pageByKey, viewerPlaceholder, viewerValue } from '../../schema/loader.ts';
import {
  keyset,
  keysetPlaces,
  type Order,
  type PageRequest,
  type PageShape,
  pageShape,
  pageValues,
} from '../../schema/page.ts';
import { isKnowable, newestProjects, projectColumns, type ProjectRow } from './project.store.ts';

export type ResourceUseRow = typeof projectResource.$inferSelect;

/** By id of the resource: each stands once in a project. */
export const resourceOrder: Order<ResourceUseRow> = {
  columns: [projectResource.resourceId],
  isDescending: false,
  keyOf: (row) => [row.resourceId],
};

/** A page of the resources used of which this viewer may know, per project, in one lateral statement. */
export const resourceUsesByProject = pageByKey<PageRequest, Id<'Project'>, ResourceUseRow>(
  async ({ db, viewer }, page, ids) => {
    const values = { ...viewerValues(viewer), ...pageValues(page), ids };
    return (await usesByShape(db, pageShape(page), values)).map(({ row }) => row);
  },
  (row) => row.projectId,
);

const usesByShape = preparedByShape((db, shape: PageShape) => {
  const { where, orderBy, limit } = keysetPlaces(shape, resourceOrder);
  const some = db
    .select({ projectId: projectResource.projectId, resourceId: projectResource.resourceId })
    .from(projectResource)
    .innerJoin(publishedResource, eq(publishedResource.id, projectResource.resourceId))
    .where(
      and(
        sql`${projectResource.projectId} = parent.id`,
        mayKnow(publishedResource, viewerPlaceholder),
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(limit)
    .as('some');
  return db
    .select({ row: projectResource })
    .from(sql`unnest(${sql.placeholder('ids')}::text[]) as parent(id)`)
    .crossJoinLateral(some)
    .innerJoin(
      projectResource,
      and(eq(projectResource.projectId, some.projectId), eq(projectResource.resourceId, some.resourceId)),
    )
    .orderBy(...orderBy);
});

/** How many resources of which this viewer may know a project uses, per project. */
export const resourceUseCountByProject = countByKey<null, Id<'Project'>>((context, _args, ids) =>
  context.db
    .select({ key: projectResource.projectId, count: sql<number>`count(*)::int` })
    .from(projectResource)
    .innerJoin(publishedResource, eq(publishedResource.id, projectResource.resourceId))
    .where(
      and(
        sql`${projectResource.projectId} = any(${sql.param(ids)}::text[])`,
        mayKnow(publishedResource, viewerValue(context)),
      ),
    )
    .groupBy(projectResource.projectId),
);

/** A page of the projects that use a resource and that this viewer may know of, per resource, newest
 *  first; nothing for a resource the viewer may not know of. */
export const projectRowsByResource = pageByKey<PageRequest, string, { resourceId: string; row: ProjectRow }>(
  (context, page, ids) => {
    const { where, orderBy, limit } = keyset(page, newestProjects);
    const some = context.db
      .select({ id: project.id })
      .from(projectResource)
      .innerJoin(project, eq(project.id, projectResource.projectId))
      .where(and(sql`${projectResource.resourceId} = parent.id`, isKnowable(viewerValue(context)), where))
      .orderBy(...orderBy)
      .limit(limit)
      .as('some');
    return context.db
      .select({ resourceId: sql<string>`parent.id`, row: projectColumns(viewerValue(context)) })
      .from(sql`unnest(${sql.param(ids)}::text[]) as parent(id)`)
      .innerJoin(publishedResource, mayKnowThe('parent.id', context))
      .crossJoinLateral(some)
      .innerJoin(project, eq(project.id, some.id))
      .orderBy(...orderBy);
  },
  ({ resourceId }) => resourceId,
);

/** How many projects of which this viewer may know use a resource, per resource. */
export const projectCountByResource = countByKey<null, string>((context, _args, ids) =>
  context.db
    .select({ key: sql<string>`${projectResource.resourceId}`, count: sql<number>`count(*)::int` })
    .from(projectResource)
    .innerJoin(project, eq(project.id, projectResource.projectId))
    .innerJoin(publishedResource, mayKnowThe('project_resource.resource_id', context))
    .where(
      and(
        sql`${projectResource.resourceId} = any(${sql.param(ids)}::text[])`,
        isKnowable(viewerValue(context)),
      ),
    )
    .groupBy(projectResource.resourceId),
);

/** The published row of the resource in this column, if this viewer may know of it. */
const mayKnowThe = (column: string, context: Context) =>
  and(eq(publishedResource.id, sql.raw(column)), mayKnow(publishedResource, viewerValue(context)));

/** Adds a resource to those a project uses; adding it again changes nothing and records nothing. */
export function useResource(
  context: Context,
  wish: { projectId: Id<'Project'>; resourceId: ResourceId },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const added = await db
      .insert(projectResource)
      .values({ ...wish, addedAt: now })
      .onConflictDoNothing()
      .returning();
    if (added.length === 0) return;
    await record(db, now, {
      kind: 'project.resourceUsed',
      subject: wish.projectId,
      actorId: viewer?.actorId ?? null,
      data: { resourceId: wish.resourceId },
    });
  });
}
