import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchUp, consume, type Consumer, recordAll } from '../../db/events.ts';
import type {
  EventData,
  EventKind,
  NewEvent,
  RecordedEvent,
  ResourceFacts,
  Visibility,
} from '../../schema/events.ts';
import { type ActorId, type Id, newId, type ResourceId } from '../../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../tests/kit/database.ts';
import { size } from '../../tests/kit/size.ts';
import { contributions, type Fact } from './contributions.ts';
import { allFigures, clearFigures } from './figure.store.ts';
import { figures } from './figures.consumer.ts';
import { rebuildReport } from './rebuild.command.ts';

const provider = newId('Organization');
const other = newId('Organization');
const published: ResourceFacts = {
  family: 'EQUIPMENT',
  providerId: provider,
  platformId: null,
  region: '420506',
  isPublished: true,
  isComplete: true,
};
const resourceEvent = (
  kind: 'resource.declared' | 'resource.changed',
  subject: ResourceId,
  facts: Partial<ResourceFacts> = {},
): NewEvent => ({ kind, subject, actorId: null, data: { ...published, ...facts } });
const projectEvent = (
  kind: 'project.created' | 'project.visibilityChanged',
  subject: Id<'Project'>,
  visibility: Visibility,
): NewEvent => ({
  kind,
  subject,
  actorId: null,
  data: kind === 'project.created' ? { visibility, region: null } : { visibility },
});
const participationEvent = (
  subject: Id<'Participation'>,
  projectId: Id<'Project'>,
  actorId: ActorId,
): NewEvent => ({
  kind: 'participation.begun',
  subject,
  actorId: null,
  data: { projectId, actorId, role: 'RESOURCE_PROVIDER' },
});

let fresh: FreshDatabase;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh[Symbol.asyncDispose]());

const note = (...events: NewEvent[]) =>
  fresh.database.write((tx) => recordAll(tx, new Date('2026-03-01T08:00:00Z'), events));
const present = async () => Object.fromEntries(await allFigures(fresh.database.read));
/** What the figures are once these have happened too. */
async function after(...events: NewEvent[]) {
  await note(...events);
  await catchUp(fresh.database, [figures]);
  return present();
}

describe('figures', () => {
  const [first, second] = [newId('Equipment'), newId('Knowledge')];
  const ofFirst = {
    'RESOURCES_PUBLISHED ALL all': '1/1',
    'RESOURCES_PUBLISHED FAMILY EQUIPMENT': '1/1',
    [`RESOURCES_PUBLISHED ACTOR ${provider}`]: '1/1',
    'RESOURCES_PUBLISHED REGION 420506': '1/1',
    'RESOURCES_PUBLISHED REGION 420500': '1/1',
    'RESOURCES_PUBLISHED REGION 420000': '1/1',
    'EQUIPMENT_BY_REGION ALL all': '1/1',
    'EQUIPMENT_BY_REGION REGION 420506': '1/1',
    'EQUIPMENT_BY_REGION REGION 420500': '1/1',
    'EQUIPMENT_BY_REGION REGION 420000': '1/1',
    'METADATA_COMPLETE_SHARE ALL all': '1/1',
    'METADATA_COMPLETE_SHARE FAMILY EQUIPMENT': '1/1',
    [`METADATA_COMPLETE_SHARE ACTOR ${provider}`]: '1/1',
    'METADATA_COMPLETE_SHARE REGION 420506': '1/1',
    'METADATA_COMPLETE_SHARE REGION 420500': '1/1',
    'METADATA_COMPLETE_SHARE REGION 420000': '1/1',
    [`METADATA_COMPLETE_SHARE RESOURCE ${first}`]: '1/1',
  };

  test('count a published resource in its region and all that lies above, and a draft nowhere', async () => {
    expect(await after(resourceEvent('resource.declared', first, { isPublished: false }))).toEqual({});
    expect(await after(resourceEvent('resource.changed', first))).toEqual(ofFirst);
  });

  test('follow a resource that changes, moves and is withdrawn', async () => {
    await after(resourceEvent('resource.declared', first));
    const wish = { family: 'KNOWLEDGE', providerId: other, region: null, isComplete: false } as const;
    expect(await after(resourceEvent('resource.declared', second, wish))).toEqual({
      ...ofFirst,
      'RESOURCES_PUBLISHED ALL all': '2/2',
      'RESOURCES_PUBLISHED FAMILY KNOWLEDGE': '1/1',
      [`RESOURCES_PUBLISHED ACTOR ${other}`]: '1/1',
      'RESOURCES_PUBLISHED REGION unknown': '1/1',
      'METADATA_COMPLETE_SHARE ALL all': '1/2',
      'METADATA_COMPLETE_SHARE FAMILY KNOWLEDGE': '0/1',
      [`METADATA_COMPLETE_SHARE ACTOR ${other}`]: '0/1',
      'METADATA_COMPLETE_SHARE REGION unknown': '0/1',
      [`METADATA_COMPLETE_SHARE RESOURCE ${second}`]: '0/1',
    });
    await after(resourceEvent('resource.changed', second, { ...wish, isPublished: false }));
    const moved = Object.entries(ofFirst).map(([name, value]) => [
      name.replace('420506', '330106').replace('420500', '330100').replace('420000', '330000'),
      name.startsWith('METADATA') ? '0/1' : value,
    ]);
    const move = { region: '330106', isComplete: false };
    expect(await after(resourceEvent('resource.changed', first, move))).toEqual(Object.fromEntries(moved));
    const withdrawn = resourceEvent('resource.changed', first, { ...move, isPublished: false });
    expect(await after(withdrawn)).toEqual({});
  });

  test('take the participations of a project out while it is not public, and put them back', async () => {
    const [project, silent] = [newId('Project'), newId('Project')];
    const both = {
      'PROJECTS_BY_VISIBILITY ALL all': '2/2',
      'PROJECTS_BY_VISIBILITY VISIBILITY PUBLIC': '1/1',
      'PROJECTS_BY_VISIBILITY VISIBILITY MEMBERS': '1/1',
      'PARTICIPATIONS ALL all': '2/2',
      [`PARTICIPATIONS ACTOR ${provider}`]: '1/1',
      [`PARTICIPATIONS ACTOR ${other}`]: '1/1',
      [`PARTICIPATIONS PROJECT ${project}`]: '2/2',
      'PARTICIPATIONS ROLE RESOURCE_PROVIDER': '2/2',
    };
    const begun = await after(
      projectEvent('project.created', project, 'PUBLIC'),
      projectEvent('project.created', silent, 'MEMBERS'),
      participationEvent(newId('Participation'), project, provider),
      participationEvent(newId('Participation'), project, other),
      participationEvent(newId('Participation'), silent, provider),
    );
    expect(begun).toEqual(both);
    expect(await after(projectEvent('project.visibilityChanged', project, 'PARTICIPANTS'))).toEqual({
      'PROJECTS_BY_VISIBILITY ALL all': '2/2',
      'PROJECTS_BY_VISIBILITY VISIBILITY PARTICIPANTS': '1/1',
      'PROJECTS_BY_VISIBILITY VISIBILITY MEMBERS': '1/1',
    });
    expect(await after(projectEvent('project.visibilityChanged', project, 'PUBLIC'))).toEqual(both);
  });

  test('count nothing twice when the consumer fails midway, and all of it the next time', async () => {
    await note(resourceEvent('resource.declared', first));
    const failing: Consumer = {
      ...figures,
      async handle(tx, events) {
        await figures.handle(tx, events);
        throw new Error('midway');
      },
    };
    await expect(settled(failing)).rejects.toThrow('midway');
    await expect(settled(failing)).rejects.toThrow('midway');
    expect(await present()).toEqual({});
    expect(await after()).toEqual(ofFirst);
    expect(await after()).toEqual(ofFirst);
  });

  test('count each event once for twenty readers at the same moment', async () => {
    await note(resourceEvent('resource.declared', first));
    await Promise.all(Array.from({ length: 20 }, () => consume(fresh.database, figures)));
    expect(await after()).toEqual(ofFirst);
  });
});

/** Hands over what there is; on a server the transactions of other tests may hold events back a moment. */
async function settled(consumer: Consumer, limit?: number) {
  while ((await consume(fresh.database, consumer, limit)) === 0);
}

const subjects = {
  resources: [newId('Equipment'), newId('Knowledge'), newId('Material')],
  projects: [newId('Project'), newId('Project')],
  participations: Array.from({ length: 4 }, () => newId('Participation')),
  actors: [provider, other, newId('Person')],
};
const visibility = fc.constantFrom<Visibility>('PUBLIC', 'MEMBERS', 'PARTICIPANTS');
const project = fc.constantFrom(...subjects.projects);
const anyEvent: fc.Arbitrary<NewEvent> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('resource.declared' as const, 'resource.changed' as const),
      fc.constantFrom<ResourceId>(...subjects.resources),
      fc.record({
        family: fc.constantFrom('EQUIPMENT' as const, 'KNOWLEDGE' as const),
        providerId: fc.constantFrom(...subjects.actors),
        region: fc.constantFrom('420506', '420500', '420000', '330106', null),
        isPublished: fc.boolean(),
        isComplete: fc.boolean(),
      }),
    )
    .map(([kind, subject, facts]) => resourceEvent(kind, subject, facts)),
  fc
    .tuple(
      fc.constantFrom('project.created' as const, 'project.visibilityChanged' as const),
      project,
      visibility,
    )
    .map(([kind, subject, to]) => projectEvent(kind, subject, to)),
  // In any order: with two writers a participation can come before the creation of its project.
  fc
    .tuple(fc.constantFrom(...subjects.participations), project, fc.constantFrom(...subjects.actors))
    .map(([subject, of, actor]) => participationEvent(subject, of, actor)),
);

/** The sum over what is true in the end, reckoned without the consumer. */
function sumOf(history: readonly NewEvent[]): Record<string, string> {
  const last = new Map<string, NewEvent>(history.map((event) => [event.subject, event]));
  const sums = new Map<string, [number, number]>();
  for (const [subject, event] of last) {
    for (const part of contributions(subject, factOf(event, last))) {
      const name = `${part.metric} ${part.dimension} ${part.key}`;
      const [numerator, denominator] = sums.get(name) ?? [0, 0];
      sums.set(name, [numerator + part.numerator, denominator + part.denominator]);
    }
  }
  return Object.fromEntries([...sums].map(([name, [of, all]]) => [name, `${of}/${all}`]));
}
function factOf(event: NewEvent, last: ReadonlyMap<string, NewEvent>): Fact {
  if (isOf(event, 'resource.declared', 'resource.changed')) return { of: 'RESOURCE', facts: event.data };
  if (isOf(event, 'project.created', 'project.visibilityChanged')) {
    return { of: 'PROJECT', visibility: event.data.visibility };
  }
  if (!isOf(event, 'participation.begun')) throw new Error(`No history here has ${event.kind}.`);
  const ofProject = last.get(event.data.projectId);
  const isPublic =
    ofProject !== undefined &&
    isOf(ofProject, 'project.created', 'project.visibilityChanged') &&
    ofProject.data.visibility === 'PUBLIC';
  return { of: 'PARTICIPATION', ...event.data, isPublic };
}
const isOf = <Kind extends EventKind>(
  event: NewEvent,
  ...kinds: Kind[]
): event is NewEvent & { data: EventData[Kind] } => (kinds as EventKind[]).includes(event.kind);

describe('after any history, in any batches', () => {
  const history = fc.array(anyEvent, { maxLength: 40 });
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 });

  test(
    'figures are the sum over the facts in the end',
    async () => {
      const undone = new Error('as if nothing had been');
      const holds = fc.asyncProperty(history, sizes, async (events, batches) => {
        let found = {};
        const trying = fresh.database.write(async (tx) => {
          await clearFigures(tx);
          for (let start = 0, turn = 0; start < events.length; turn += 1) {
            const end = start + batches[turn % batches.length]!;
            await figures.handle(tx, events.slice(start, end) as RecordedEvent[]);
            start = end;
          }
          found = Object.fromEntries(await allFigures(tx));
          throw undone;
        });
        await expect(trying).rejects.toBe(undone);
        expect(found).toEqual(sumOf(events));
      });
      await fc.assert(holds, { numRuns: size(60, 1_000) });
    },
    size(30_000, 300_000),
  );

  test(
    'a rebuild finds no figure that differs, and leaves them as they were',
    async () => {
      const all: NewEvent[] = [];
      for (const [events, batches] of fc.sample(fc.tuple(history, sizes), size(4, 40))) {
        all.push(...events);
        await note(...events);
        for (const limit of batches) await consume(fresh.database, figures, limit);
        expect(await after()).toEqual(sumOf(all));
        const [count, statements] = [Object.keys(sumOf(all)).length, { isDryRun: true }];
        expect(await rebuildReport(fresh.database, statements)).toEqual({ figures: count, differed: 0 });
        expect(await rebuildReport(fresh.database)).toEqual({ figures: count, differed: 0 });
      }
      await fresh.database.write(async (tx) => {
        await tx.execute(sql`update metrics.figure set denominator = denominator + 1 where key = 'all'`);
      });
      const wrong = Object.keys(await present()).filter((name) => name.endsWith(' ALL all')).length;
      expect((await rebuildReport(fresh.database, { isDryRun: true })).differed).toBe(wrong);
      expect((await rebuildReport(fresh.database)).differed).toBe(wrong);
      expect(await present()).toEqual(sumOf(all));
    },
    size(30_000, 300_000),
  );
});
