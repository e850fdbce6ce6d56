import { and, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../db/client.ts';
import { fact, figure } from '../../db/tables/metrics.ts';
import { publishedResource } from '../../db/tables/resources.ts';
import { mayKnow } from '../../schema/audience.ts';
import type { Context } from '../../schema/context.ts';
import { countByKey, pageByKey, viewerValue } from '../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../schema/page.ts';
import type { Contribution, Fact } from './contributions.ts';
import type { Dimension, MetricKey } from './definitions.ts';

export type FigureRow = typeof figure.$inferSelect;
/** What was counted for one key. */
export type Counted = Pick<FigureRow, 'key' | 'numerator' | 'denominator'>;
interface FigureOf {
  metric: MetricKey;
  dimension: Dimension;
}

/** The figures of one metric along one dimension, by key: one statement for a whole list of subjects. */
export const figuresByKey = pageByKey<FigureOf, string, FigureRow>(
  ({ db }, { metric, dimension }, ids) => figuresOf(db, { metric, dimension, ids }),
  (row) => row.key,
);

const figuresOf = prepared((db) =>
  db
    .select()
    .from(figure)
    .where(
      and(
        eq(figure.metric, sql.placeholder('metric')),
        eq(figure.dimension, sql.placeholder('dimension')),
        sql`${figure.key} = any(${sql.placeholder('ids')}::text[])`,
      ),
    ),
);

/** The figures of one metric of resources this viewer may know of, 0 where there is none yet; of others there
 *  is no row. One statement for a whole list. */
export const figuresByResource = pageByKey<MetricKey, string, Counted>(
  (context, metric, ids) =>
    context.db
      .select({
        key: publishedResource.id,
        numerator: sql`coalesce(${figure.numerator}, 0)`.mapWith(figure.numerator),
        denominator: sql`coalesce(${figure.denominator}, 0)`.mapWith(figure.denominator),
      })
      .from(publishedResource)
      .leftJoin(
        figure,
        and(
          eq(figure.metric, metric),
          eq(figure.dimension, 'RESOURCE'),
          eq(figure.key, sql`${publishedResource.id}`),
        ),
      )
      .where(
        and(
          sql`${publishedResource.id} = any(${sql.param(ids)}::text[])`,
          mayKnow(publishedResource, viewerValue(context)),
        ),
      ),
  (row) => row.key,
);

/** By key, in code-point order. */
export const keyOrder: Order<FigureRow> = {
  columns: [figure.key],
  isDescending: false,
  keyOf: (row) => [row.key],
};

/** One page of a metric's figures along a dimension; figures that fell to nothing are left out. */
export function figureRows(
  { db }: Context,
  { metric, dimension }: FigureOf,
  page: PageRequest,
): Promise<FigureRow[]> {
  const { where, orderBy, limit } = keyset(page, keyOrder);
  return db
    .select()
    .from(figure)
    .where(and(present(metric, dimension), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many figures a metric has along a dimension. */
export const figureCountByDimension = countByKey<MetricKey, Dimension>(async ({ db }, metric, dimensions) =>
  Promise.all(dimensions.map(async (key) => ({ key, count: await db.$count(figure, present(metric, key)) }))),
);

/** What is known of these subjects, by subject. */
export async function factsOf(tx: Db, subjects: readonly string[]): Promise<Map<string, Fact>> {
  const rows = await tx
    .select()
    .from(fact)
    .where(sql`${fact.subject} = any(${sql.param(subjects)}::text[])`);
  return new Map(rows.map((row) => [row.subject, row.data as unknown as Fact]));
}

/** The subjects of a project's participations. */
export async function participationsOf(tx: Db, projectId: string): Promise<string[]> {
  const rows = await tx.select({ subject: fact.subject }).from(fact).where(eq(fact.projectId, projectId));
  return rows.map(({ subject }) => subject);
}

/** Stores what is now known. */
export async function putFacts(tx: Db, facts: ReadonlyMap<string, Fact>): Promise<void> {
  if (facts.size === 0) return;
  const rows = [...facts].map(([subject, data]) => ({
    subject,
    project_id: data.of === 'PARTICIPATION' ? data.projectId : null,
    data,
  }));
  await tx.execute(sql`insert into metrics.fact (subject, project_id, data)
    select subject, project_id, data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(subject text, project_id text, data jsonb)
    on conflict (subject) do update set data = excluded.data, project_id = excluded.project_id`);
}

/** Adds the changes to the figures. The database refuses a figure that would fall below nothing. */
export async function addToFigures(tx: Db, changes: readonly Contribution[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = JSON.stringify(changes);
  // Two steps, because the figure's check would judge a negative change before the conflict is seen.
  await tx.execute(sql`insert into metrics.figure (metric, dimension, key, numerator, denominator)
    select metric, dimension, key, 0, 0
    from jsonb_to_recordset(${rows}::jsonb) as c(metric text, dimension text, key text)
    on conflict do nothing`);
  await tx.execute(sql`update metrics.figure f
    set numerator = f.numerator + c.numerator, denominator = f.denominator + c.denominator
    from jsonb_to_recordset(${rows}::jsonb)
      as c(metric text, dimension text, key text, numerator bigint, denominator bigint)
    where f.metric = c.metric and f.dimension = c.dimension and f.key = c.key`);
}

/** Forgets every figure and fact; the consumer counts them again from the first event. Inside a
 *  transaction. */
export async function clearFigures(tx: Db): Promise<void> {
  await tx.delete(figure);
  await tx.delete(fact);
}

const present = (metric: MetricKey, dimension: Dimension) =>
  and(eq(figure.metric, metric), eq(figure.dimension, dimension), sql`${figure.denominator} > 0`);

/** Every figure that counts something, by its whole name; for comparing two ways to count. */
export async function allFigures(tx: Db): Promise<Map<string, string>> {
  const rows = await tx
    .select()
    .from(figure)
    .where(sql`${figure.denominator} > 0`);
  return new Map(
    rows.map((row) => [`${row.metric} ${row.dimension} ${row.key}`, `${row.numerator}/${row.denominator}`]),
  );
}
