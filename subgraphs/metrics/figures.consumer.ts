import type { Db } from '../../db/client.ts';
import type { Consumer } from '../../db/events.ts';
import type { RecordedEvent, EventData, EventKind } from '../../schema/events.ts';
import { type Contribution, contributions, type Fact } from './contributions.ts';
import { addToFigures, factsOf, participationsOf, putFacts } from './figure.store.ts';

/** Projects events into figures. Facts and figures move in one transaction with the cursor, so each event
 *  counts once. */
export const figures: Consumer = {
  name: 'metrics.figures',
  kinds: [
    'resource.declared',
    'resource.changed',
    'project.created',
    'project.visibilityChanged',
    'participation.begun',
  ],
  async handle(tx, events) {
    const before = await factsOf(tx, await subjectsOf(tx, events));
    const after = new Map(before);
    for (const event of events) apply(after, event);
    await putFacts(tx, after);
    await addToFigures(tx, changesBetween(before, after));
  },
};

/** The figures that differ between two states of knowledge, and by how much: each figure once. */
export function changesBetween(
  before: ReadonlyMap<string, Fact>,
  after: ReadonlyMap<string, Fact>,
): Contribution[] {
  const changes = new Map<string, Contribution>();
  const add = (part: Contribution, sign: 1 | -1) => {
    const name = `${part.metric} ${part.dimension} ${part.key}`;
    const known = changes.get(name) ?? { ...part, numerator: 0, denominator: 0 };
    known.numerator += sign * part.numerator;
    known.denominator += sign * part.denominator;
    changes.set(name, known);
  };
  for (const [subject, fact] of after) {
    for (const part of contributions(subject, before.get(subject) ?? null)) add(part, -1);
    for (const part of contributions(subject, fact)) add(part, 1);
  }
  return [...changes.values()].filter(({ numerator, denominator }) => numerator !== 0 || denominator !== 0);
}

/** The subjects these events touch: their own, the projects they join, and all who take part where
 *  visibility moved. */
async function subjectsOf(tx: Db, events: readonly RecordedEvent[]): Promise<string[]> {
  const subjects = new Set<string>();
  for (const event of events) {
    subjects.add(event.subject);
    if (isOf(event, 'participation.begun')) subjects.add(event.data.projectId);
    // Also at its creation: of two writers the one that joins can stand before it in the record.
    if (isOf(event, 'project.created') || isOf(event, 'project.visibilityChanged')) {
      for (const subject of await participationsOf(tx, event.subject)) subjects.add(subject);
    }
  }
  return [...subjects];
}

function apply(facts: Map<string, Fact>, event: RecordedEvent): void {
  if (isOf(event, 'resource.declared') || isOf(event, 'resource.changed')) {
    facts.set(event.subject, { of: 'RESOURCE', facts: event.data });
  } else if (isOf(event, 'project.created') || isOf(event, 'project.visibilityChanged')) {
    const { visibility } = event.data;
    facts.set(event.subject, { of: 'PROJECT', visibility });
    for (const [subject, fact] of facts) {
      if (fact.of === 'PARTICIPATION' && fact.projectId === event.subject) {
        facts.set(subject, { ...fact, isPublic: visibility === 'PUBLIC' });
      }
    }
  } else if (isOf(event, 'participation.begun')) {
    const project = facts.get(event.data.projectId);
    const isPublic = project?.of === 'PROJECT' && project.visibility === 'PUBLIC';
    facts.set(event.subject, { of: 'PARTICIPATION', ...event.data, isPublic });
  }
}

function isOf<Kind extends EventKind>(
  event: RecordedEvent,
  kind: Kind,
): event is RecordedEvent & { data: EventData[Kind] } {
  return event.kind === kind;
}
