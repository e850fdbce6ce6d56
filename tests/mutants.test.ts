import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openGraph } from './kit/graph.ts';
import { askHidden, askListed, askRoot, groupsOf } from './matrix/cells.ts';
import { succeeds, tryDeed } from './matrix/deeds.ts';
import { identities } from './matrix/identities.ts';
import { readPolicy } from './matrix/policy.ts';
import { type Cell, replay, type Scene } from './matrix/replay.ts';
import { openWorld } from './matrix/world.ts';
import { actionMutants } from './mutants/actions.ts';
import type { Mutant } from './mutants/mutant.ts';
import { rowRuleMutants } from './mutants/row-rules.ts';
import { ruleMutants } from './mutants/rules.ts';

// A setting of the connection turns a row rule off: there must be one connection, so it is embedded.
const isWanted = process.env['MUTANTS'] === '1' && inject('template') === null;
const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const policy = readPolicy();

let scene: Scene;
const survivors: string[] = [];
let killed = 0;
beforeAll(async () => {
  if (!isWanted) return;
  const graph = await openGraph();
  scene = { graph, api, world: await openWorld(graph) };
});
afterAll(async () => {
  if (!isWanted) return console.log('Mutants of the rules: skipped; `npm run mutants` runs them.');
  await scene.graph[Symbol.asyncDispose]();
  console.log(`mutants: ${killed + survivors.length}, ${killed} killed, ${survivors.length} survived`);
  for (const each of survivors) console.log(`survived: ${each}`);
});

/** The cells of one coordinate, or of all rows, a few at a time, so that one that notices ends it. */
async function* cellsOf({ coordinates: [coordinate] }: Mutant): AsyncGenerator<Cell[]> {
  const askers = identities.map((identity) => scene.world.askers[identity]);
  if (coordinate === undefined) {
    for (const asker of askers) {
      for (const list of scene.world.lists) yield [await askListed(scene, asker, list)];
      for (const hidden of scene.world.rows) yield await askHidden(scene, asker, hidden);
      for (const deed of scene.world.deeds.filter((each) => each.unknownAs && each.succeedsAs))
        if (!asker.allows(deed.meets)) yield await tryDeed(scene, asker, deed, policy);
      const hidden = groupsOf(scene, policy).filter(([first]) => first!.anchor.isHidden);
      for (const groups of hidden) yield await replay(scene, asker, groups);
    }
    return;
  }
  const [type, field] = coordinate.split('.') as [string, string];
  // First those who are denied: of a rule that is weaker they are the ones who notice.
  askers.sort((a, b) => Number(a.allows(coordinate)) - Number(b.allows(coordinate)));
  for (const asker of askers) {
    if (type === 'Query') yield [await askRoot(scene, asker, field)];
    const deeds = scene.world.deeds.filter(({ meets }) => meets === coordinate);
    for (const deed of deeds) yield await tryDeed(scene, asker, deed, policy);
    for (const groups of groupsOf(scene, policy)) {
      const some = groups
        .filter((group) => group.type.name === type && group.fields.includes(field))
        .map((group) => ({ ...group, fields: [field] }));
      if (some.length > 0) yield await replay(scene, asker, some);
    }
    // A guarded field on the way to others: they notice, too.
    for (const groups of groupsOf(scene, policy).filter(([first]) => first!.anchor.gate === coordinate))
      yield await replay(scene, asker, groups);
  }
}

/** Whether somebody can now do what they may not, where the row is no second lock: all rows exist for all. */
async function isSecondLock({ coordinates: [coordinate] }: Mutant): Promise<boolean> {
  const { database } = scene.graph;
  await database.script(`set cograph.mutant = 'every one'`);
  try {
    for (const deed of scene.world.deeds.filter(({ meets }) => meets === coordinate))
      for (const identity of identities)
        if (await succeeds(scene, scene.world.askers[identity], deed)) return true;
    return false;
  } finally {
    await database.script(`set cograph.mutant = ''`);
  }
}

/** Whether any cell of the mutant is wrong at this moment. */
async function isNoticed(mutant: Mutant): Promise<boolean> {
  for await (const cells of cellsOf(mutant)) if (cells.some(({ faults }) => faults.length > 0)) return true;
  return mutant.isOfAction === true && isSecondLock(mutant);
}

describe.skipIf(!isWanted)('a rule that is made weaker', { timeout: 20 * 60_000 }, () => {
  /** What only the gateway asks is no client's to ask. */
  const isAsked = ({ coordinates }: Mutant) =>
    coordinates.every((coordinate) => {
      const [type, field] = coordinate.split('.') as [string, string];
      return field in ((api.getType(type) as GraphQLObjectType | undefined)?.getFields() ?? {});
    });
  const run = async (all: Mutant[]) => {
    const mutants = all.filter(isAsked);
    expect(mutants.length).toBeGreaterThan(0);
    for (const mutant of mutants) {
      const undo = await mutant.apply();
      const isKilled = await isNoticed(mutant)
        .catch((error: unknown) => {
          throw new Error(`While ${mutant.name}:`, { cause: error });
        })
        .finally(undo);
      if (isKilled) killed += 1;
      else survivors.push(mutant.name);
    }
    expect(survivors).toEqual([]);
  };

  it('is noticed on every field', () => run(ruleMutants()));
  it('is noticed on every row that comes and goes', () => run(rowRuleMutants(scene.graph.database)));
  it('is noticed in every action', async () => run(await actionMutants()));
  it('leaves nothing behind: in a new world every field is right again', async () => {
    await using graph = await openGraph();
    const fresh = { graph, api, world: await openWorld(graph) };
    const wrong: Cell[] = [];
    for (const identity of identities)
      for (const groups of groupsOf(fresh, policy))
        wrong.push(...(await replay(fresh, fresh.world.askers[identity], groups)));
    expect(wrong.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });
});
