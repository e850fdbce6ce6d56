import { bigint, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';

export const metricsSchema = pgSchema('metrics');

/** What the events so far say of one subject: enough to take its part out of every figure again. */
export const fact = metricsSchema.table('fact', {
  subject: text('subject').primaryKey(),
  /** The project of a participation; null for all else. */
  projectId: text('project_id'),
  data: jsonb('data').$type<Record<string, unknown>>().notNull(),
});

/** A figure of one metric along one dimension: a count, or a share as numerator and denominator. */
export const figure = metricsSchema.table(
  'figure',
  {
    metric: text('metric').notNull(),
    dimension: text('dimension').notNull(),
    key: text('key').notNull(),
    numerator: bigint('numerator', { mode: 'bigint' }).notNull(),
    denominator: bigint('denominator', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.metric, table.dimension, table.key] })],
);
