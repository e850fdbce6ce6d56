import type { CoCreationRole, ResourceFacts, Visibility } from '../../schema/events.ts';
import { regionParents } from '../../schema/values/region.ts';
import type { Dimension, MetricKey } from './definitions.ts';

/** What the events so far say of one subject. */
export type Fact =
  | { of: 'RESOURCE'; facts: ResourceFacts }
  | { of: 'PROJECT'; visibility: Visibility }
  | { of: 'PARTICIPATION'; projectId: string; actorId: string; role: CoCreationRole; isPublic: boolean };

/** One subject's part in one figure. */
export interface Contribution {
  metric: MetricKey;
  dimension: Dimension;
  key: string;
  numerator: number;
  denominator: number;
}

/** Every figure a subject counts in. An event takes out what the old fact gave and puts in what the new
 *  one gives, so  the figures are the sum of this function over all facts, whatever the history was. */
export function contributions(subject: string, fact: Fact | null): Contribution[] {
  if (!fact) return [];
  if (fact.of === 'RESOURCE') return ofResource(subject, fact.facts);
  if (fact.of === 'PROJECT') {
    return [
      count('PROJECTS_BY_VISIBILITY', 'ALL', 'all'),
      count('PROJECTS_BY_VISIBILITY', 'VISIBILITY', fact.visibility),
    ];
  }
  if (!fact.isPublic) return [];
  return [
    count('PARTICIPATIONS', 'ALL', 'all'),
    count('PARTICIPATIONS', 'ACTOR', fact.actorId),
    count('PARTICIPATIONS', 'PROJECT', fact.projectId),
    count('PARTICIPATIONS', 'ROLE', fact.role),
  ];
}

function ofResource(subject: string, facts: ResourceFacts): Contribution[] {
  if (!facts.isPublished) return [];
  const regions = facts.region ? [facts.region, ...regionParents(facts.region)] : ['unknown'];
  const shared: [Dimension, string][] = [
    ['ALL', 'all'],
    ['FAMILY', facts.family],
    ['ACTOR', facts.providerId],
    ...regions.map((region): [Dimension, string] => ['REGION', region]),
  ];
  const complete = facts.isComplete ? 1 : 0;
  return [
    ...shared.map(([dimension, key]) => count('RESOURCES_PUBLISHED', dimension, key)),
    ...[...shared, ['RESOURCE', subject] as [Dimension, string]].map(([dimension, key]): Contribution => ({
      metric: 'METADATA_COMPLETE_SHARE',
      dimension,
      key,
      numerator: complete,
      denominator: 1,
    })),
    ...(facts.family === 'EQUIPMENT' ? shared : [])
      .filter(([dimension]) => dimension === 'ALL' || dimension === 'REGION')
      .map(([dimension, key]) => count('EQUIPMENT_BY_REGION', dimension, key)),
  ];
}

const count = (metric: MetricKey, dimension: Dimension, key: string): Contribution => ({
  metric,
  dimension,
  key,
  numerator: 1,
  denominator: 1,
});
