import { and, type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import { prepared } from '../../db/client.ts';
import {
  publishedActor,
  publishedAlliance,
  publishedIndustryChain,
  publishedPlatform,
} from '../../db/tables/actors/published.ts';
import { publishedProject } from '../../db/tables/projects.ts';
import { publishedResource } from '../../db/tables/resources.ts';
import { mayKnow } from '../../schema/audience.ts';
import type { Context } from '../../schema/context.ts';
import { actorNames, type IdName, nameOfId, resourceNames } from '../../schema/ids.ts';
import { oneByKey, viewerPlaceholder } from '../../schema/loader.ts';

/** A row as this subgraph knows it: that there is one. */
export interface NodeRow {
  ref: string;
}

const knownIn = (view: SQLWrapper & { id: SQLWrapper }, condition?: SQL) =>
  oneByKey(
    prepared((db) =>
      db
        .select({ ref: sql<string>`${view.id}` })
        .from(sql`${view}`)
        .where(and(sql`${view.id} = any(${sql.placeholder('ids')}::text[])`, condition)),
    ),
    (row: NodeRow) => row.ref,
  );
type KnownById = ReturnType<typeof knownIn>;

const actorById = knownIn(publishedActor);
const resourceById = knownIn(publishedResource, mayKnow(publishedResource, viewerPlaceholder));

/** Every entity, with where its owner publishes which rows there are and for whom. */
const published: Partial<Record<IdName, KnownById>> = {
  ...all(actorNames, actorById),
  ...all(resourceNames, resourceById),
  Platform: knownIn(publishedPlatform, mayKnow(publishedPlatform, viewerPlaceholder)),
  IndustryChain: knownIn(publishedIndustryChain),
  Alliance: knownIn(publishedAlliance, mayKnow(publishedAlliance, viewerPlaceholder)),
  Project: knownIn(publishedProject, mayKnow(publishedProject, viewerPlaceholder)),
};

/** The names of all entities. */
export const entityNames = Object.keys(published) as IdName[];

/** The row of this id; null where there is none that this viewer may know of, and for what is no entity. */
export async function nodeById(context: Context, id: string): Promise<NodeRow | null> {
  const name = nameOfId(id);
  const known = name && published[name];
  return known ? known(context).load(id) : null;
}

function all(names: readonly IdName[], known: KnownById) {
  return Object.fromEntries(names.map((name) => [name, known]));
}
