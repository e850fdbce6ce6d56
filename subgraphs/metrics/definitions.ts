/** What figures can be kept by. `ALL` has the one key `all`. */
export const dimensions = {
  ALL: 'The whole graph.',
  REGION: 'GB/T 2260 code of the province, city or county; `unknown` where there is none.',
  FAMILY: 'Family of resources.',
  ACTOR: 'Id of an actor: the provider of resources, or who takes part.',
  RESOURCE: 'Id of a resource.',
  PROJECT: 'Id of a project.',
  ROLE: 'Co-creation role.',
  VISIBILITY: 'Visibility of projects.',
} as const;
export type Dimension = keyof typeof dimensions;

/** A public definition: enough to count the figure again from the events, by anyone who may read them. */
export interface Definition {
  key: MetricKey;
  title: { zh: string; en: string };
  formula: string;
  unit: 'COUNT' | 'SHARE';
  dimensions: readonly Dimension[];
  events: readonly string[];
}

/** The metrics kept so far, each with what a client reads in the enum. */
export const metricKeys = {
  RESOURCES_PUBLISHED: 'How many resources are published.',
  EQUIPMENT_BY_REGION: 'How many pieces of equipment are published, by region.',
  PARTICIPATIONS: 'How many participations public projects have.',
  PROJECTS_BY_VISIBILITY: 'How many projects there are, by visibility.',
  METADATA_COMPLETE_SHARE: 'Share of published resources whose metadata is complete.',
} as const;
export type MetricKey = keyof typeof metricKeys;

const resourceEvents = ['resource.declared', 'resource.changed'];

export const definitions: readonly Definition[] = [
  {
    key: 'RESOURCES_PUBLISHED',
    title: { zh: '已发布资源数', en: 'Resources published' },
    formula: 'count(resources whose latest event says isPublished)',
    unit: 'COUNT',
    dimensions: ['ALL', 'REGION', 'FAMILY', 'ACTOR'],
    events: resourceEvents,
  },
  {
    key: 'EQUIPMENT_BY_REGION',
    title: { zh: '各地区设备数', en: 'Equipment by region' },
    formula:
      'count(resources of family EQUIPMENT whose latest event says isPublished), by their region and what it lies in',
    unit: 'COUNT',
    dimensions: ['ALL', 'REGION'],
    events: resourceEvents,
  },
  {
    key: 'PARTICIPATIONS',
    title: { zh: '参与数', en: 'Participations' },
    formula:
      'count(participations in projects whose latest visibility is PUBLIC); others are left out so that none shows',
    unit: 'COUNT',
    dimensions: ['ALL', 'ACTOR', 'PROJECT', 'ROLE'],
    events: ['participation.begun', 'project.created', 'project.visibilityChanged'],
  },
  {
    key: 'PROJECTS_BY_VISIBILITY',
    title: { zh: '各可见范围项目数', en: 'Projects by visibility' },
    formula: 'count(projects by their latest visibility)',
    unit: 'COUNT',
    dimensions: ['ALL', 'VISIBILITY'],
    events: ['project.created', 'project.visibilityChanged'],
  },
  {
    key: 'METADATA_COMPLETE_SHARE',
    title: { zh: '元数据完整率', en: 'Share of resources with complete metadata' },
    formula: 'count(published resources whose latest event says isComplete) / count(published resources)',
    unit: 'SHARE',
    dimensions: ['ALL', 'REGION', 'FAMILY', 'ACTOR', 'RESOURCE'],
    events: resourceEvents,
  },
];

/** The definition of a metric. */
export function definitionOf(key: MetricKey): Definition {
  const found = definitions.find((each) => each.key === key);
  if (!found) throw new Error(`There is no definition of ${key}.`);
  return found;
}
