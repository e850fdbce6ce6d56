import { isPublic } from '../../schema/access.ts';
import { ownerDecides } from '../../schema/builder.ts';
import { connectionType, pageArgs } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { malformed } from '../../schema/errors.ts';
import { readPage } from '../../schema/page.ts';
import { localizedTextType } from '../../schema/value-types.ts';
import { parseText } from '../../schema/values/localized-text.ts';
import { builder } from './builder.ts';
import {
  type Definition,
  definitionOf,
  definitions,
  type Dimension,
  dimensions,
  type MetricKey,
  metricKeys,
} from './definitions.ts';
import {
  figureCountByDimension,
  type FigureRow,
  figureRows,
  figuresByKey,
  figuresByResource,
  keyOrder,
} from './figure.store.ts';
import { Actor, Project, Resource } from './references.ts';

const described = <Name extends string>(values: Record<Name, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, description]) => [name, { description }])) as Record<
    Name,
    { description: string }
  >;

const MetricKeyEnum = builder.enumType('MetricKey', {
  description: 'The metrics kept.',
  values: described(metricKeys),
});
const MetricDimension = builder.enumType('MetricDimension', {
  description: 'What figures are kept by.',
  values: described(dimensions),
});
const MetricUnit = builder.enumType('MetricUnit', {
  description: 'How a value is to be read.',
  values: { COUNT: { description: 'A whole number.' }, SHARE: { description: 'A part of one.' } } as const,
});

const MetricDefinition = builder.objectRef<Definition>('MetricDefinition').implement({
  description: 'How a metric is counted: enough to count it again from the events.',
  access: isPublic,
  fields: (t) => ({
    key: t.field({
      type: MetricKeyEnum,
      access: isPublic,
      description: 'Its name.',
      resolve: (row) => row.key,
    }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What people call it.',
      resolve: (row) => row.title,
    }),
    formula: t.exposeString('formula', {
      access: isPublic,
      description: 'What is counted, or divided by what.',
    }),
    unit: t.field({
      type: MetricUnit,
      access: isPublic,
      description: 'How to read it.',
      resolve: (row) => row.unit,
    }),
    dimensions: t.field({
      type: [MetricDimension],
      access: isPublic,
      description: 'What it is kept by; at most eight.',
      resolve: (row) => row.dimensions,
    }),
    events: t.stringList({
      access: isPublic,
      description: 'The kinds of events it rests on; at most ten.',
      resolve: (row) => [...row.events],
    }),
  }),
});

/** A figure, or the place of one where nothing has been counted. */
type Value = Pick<FigureRow, 'key' | 'numerator' | 'denominator'> & {
  metric: MetricKey;
  dimension: Dimension;
};

const MetricValue = builder.objectRef<Value>('MetricValue').implement({
  description: 'One figure of one metric.',
  access: isPublic,
  fields: (t) => ({
    definition: t.field({
      type: MetricDefinition,
      access: isPublic,
      description: 'How it is counted.',
      resolve: ({ metric }) => definitionOf(metric),
    }),
    dimension: t.field({
      type: MetricDimension,
      access: isPublic,
      description: 'What it is kept by.',
      resolve: (row) => row.dimension,
    }),
    key: t.exposeString('key', { access: isPublic, description: 'Of what: a code, a name or an id.' }),
    value: t.float({
      nullable: true,
      access: isPublic,
      description: 'The count or share; null for a share of nothing.',
      resolve: ({ metric, numerator, denominator }) => {
        if (definitionOf(metric).unit === 'COUNT') return Number(numerator);
        return denominator === 0n ? null : Number(numerator) / Number(denominator);
      },
    }),
    numerator: t.string({
      access: isPublic,
      description: 'What was counted, exact.',
      resolve: (row) => row.numerator.toString(),
    }),
    denominator: t.string({
      access: isPublic,
      description: 'Out of how many, exact; for counts the same as the numerator.',
      resolve: (row) => row.denominator.toString(),
    }),
  }),
});

const MetricValueConnection = connectionType(builder, { name: 'MetricValue', node: MetricValue });

async function valueOf(
  context: Context,
  metric: MetricKey,
  dimension: Dimension,
  key: string,
): Promise<Value> {
  const [row] = await figuresByKey(context, { metric, dimension }).load(key);
  return { metric, dimension, key, numerator: row?.numerator ?? 0n, denominator: row?.denominator ?? 0n };
}

/** Refuses a dimension the metric is not kept by, and says which it is. */
function checkDimension(metric: MetricKey, dimension: Dimension): void {
  const kept = definitionOf(metric).dimensions;
  if (!kept.includes(dimension))
    throw malformed(`${metric} is not kept by ${dimension}, but by ${kept.join(', ')}.`);
}

const metricArgs = { description: 'Which metric; its definition says what it is kept by.' };

for (const [type, dimension, words, directives] of [
  [Actor, 'ACTOR', 'this actor', []],
  // The store decides, by what the owner publishes (decision 0004).
  [Resource, 'RESOURCE', 'this resource', []],
  [Project, 'PROJECT', 'this project', ownerDecides],
] as const) {
  builder.objectField(type, 'metric', (t) =>
    t.field({
      type: MetricValue,
      nullable: true,
      access: isPublic,
      description: `One metric of ${words}; null when the metric is not kept by ${dimension}.`,
      args: { key: t.arg({ type: MetricKeyEnum, ...metricArgs }) },
      directives,
      resolve: async ({ ref }, { key: metric }, context) => {
        if (!definitionOf(metric).dimensions.includes(dimension)) return null;
        if (dimension !== 'RESOURCE') return valueOf(context, metric, dimension, ref);
        const [row] = await figuresByResource(context, metric).load(ref);
        return row ? { metric, dimension, ...row } : null;
      },
    }),
  );
}

builder.queryFields((t) => ({
  metricDefinitions: t.field({
    type: [MetricDefinition],
    nullable: true,
    access: isPublic,
    description: 'Every metric with its public definition; at most 100.',
    resolve: () => [...definitions],
  }),
  metric: t.field({
    type: MetricValue,
    nullable: true,
    access: isPublic,
    description: 'One figure: of the whole graph, or of one key of a dimension.',
    args: {
      key: t.arg({ type: MetricKeyEnum, ...metricArgs }),
      dimension: t.arg({ type: MetricDimension, defaultValue: 'ALL', description: 'What it is kept by.' }),
      of: t.arg.string({ defaultValue: 'all', description: 'The code, name or id in that dimension.' }),
    },
    resolve: (_root, { key, dimension, of }, context) => {
      checkDimension(key, dimension);
      return valueOf(context, key, dimension, parseText(of, { max: 200 }));
    },
  }),
  metricValues: t.field({
    type: MetricValueConnection,
    nullable: true,
    access: isPublic,
    description: 'Every figure of a metric along one dimension, by key.',
    args: {
      key: t.arg({ type: MetricKeyEnum, ...metricArgs }),
      dimension: t.arg({ type: MetricDimension, description: 'What it is kept by.' }),
      ...pageArgs(t.arg),
    },
    resolve: async (_root, { key: metric, dimension, ...args }, context) => {
      checkDimension(metric, dimension);
      const identity = { list: 'Query.metricValues', filter: [metric, dimension], order: 'KEY' };
      const page = await readPage(context, args, identity, keyOrder, {
        rows: (request) => figureRows(context, { metric, dimension }, request),
        count: () => figureCountByDimension(context, metric).load(dimension),
      });
      return page as unknown as Omit<typeof page, 'rows'> & { rows: Value[] };
    },
  }),
}));
