import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, newContext } from '../schema/context.ts';
import { revokeApiKey } from '../subgraphs/actors/key/key.store.ts';
import { type Door, openDoor } from './kit/door.ts';
import { openGraph } from './kit/graph.ts';
import { writeKeys } from './matrix/base/people.ts';
import type { Scene } from './matrix/replay.ts';
import { routesTo, selectionOf } from './matrix/routes.ts';
import { contentOf } from './matrix/tables.ts';
import { markers, openWorld } from './matrix/world.ts';

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));

let scene: Scene;
let door: Door;
let revoked: string;
beforeAll(async () => {
  const graph = await openGraph();
  scene = { graph, api, world: await openWorld(graph) };
  door = await openDoor(graph.database, { hears: true, said: [] });
  const { base } = scene.world;
  revoked = await inTransaction(newContext(graph.database, null), async (context) => {
    const { wideKey } = await writeKeys(context, base.person, base.platform);
    const [row] = await context.db.execute<{ id: string }>(
      `select id from actors.api_key where owner_id = '${base.person.provider}' order by id desc limit 1`,
    );
    await revokeApiKey(context, row!.id as never);
    return wideKey;
  });
});
afterAll(async () => {
  await door.stop();
  await scene.graph[Symbol.asyncDispose]();
});

/** Every field of the root, every way to every entity, and every mutation. */
function everything(): string[] {
  const { world } = scene;
  const query = api.getQueryType()!;
  const roots = Object.keys(query.getFields()).map((name) => `{ ${selectionOf(world, query, name)} }`);
  const anchors = Object.values(world.anchors)
    .flat()
    .filter(({ inside }) => inside === '%');
  const ways = anchors.flatMap((anchor) =>
    routesTo(api, world, anchor).map((route) => route.query.replace('%i', '').replace('%', 'id')),
  );
  const deeds = world.deeds.map(
    (deed) => `mutation { ${deed.query('prj_00000000000000000000000000')} { __typename } }`,
  );
  return [...roots, ...ways, ...deeds];
}

it.each(['a token that is expired or forged', 'a key that was revoked'])(
  'is refused whole by every field, route and mutation: %s',
  async (what) => {
    const bearer = what.startsWith('a key') ? revoked : 'expired.or.forged';
    const before = await contentOf(scene.graph.database);
    const asked = everything();
    expect(asked.length).toBeGreaterThan(50);
    const wrong: unknown[] = [];
    for (const query of asked) {
      const told = await door.ask(bearer, query);
      const isRefused = told.status === 401 && told.codes?.join() === 'UNAUTHENTICATED' && told.data == null;
      if (!isRefused) wrong.push({ query, told });
    }
    expect(wrong).toEqual([]);
    expect(await contentOf(scene.graph.database)).toEqual(before);
  },
);

describe('what is guarded', () => {
  /** The guarded fields of a type, or of all that have the interface. */
  const guardedOf = (name: string) =>
    Object.values(api.getTypeMap())
      .filter(isObjectType)
      .filter((type) => [type, ...type.getInterfaces()].some((each) => each.name === name))
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ description }) => / Requires: /.test(description ?? ''))
      .map((field) => plain(field.name));
  const plain = (name: string) => name.toLowerCase().replace(/_/g, '');

  it('is neither filtered nor ordered by: no filter and no order of a list has the name of a guarded field', () => {
    const fields = Object.values(api.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
    let looked = 0;
    const wrong = fields.flatMap(({ type, field }) => {
      const found = guardedOf(getNamedType(field.type).name.replace(/Connection$/, ''));
      const names = field.args.flatMap((arg) => {
        const named = getNamedType(arg.type);
        if (isInputObjectType(named)) return Object.keys(named.getFields());
        return isEnumType(named) ? named.getValues().map(({ name }) => name) : [arg.name];
      });
      if (type.name === 'Mutation') return [];
      looked += names.length;
      return names
        .filter((name) => found.includes(plain(name)))
        .map((name) => `${type.name}.${field.name}: ${name}`);
    });
    expect(looked).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it.each(['nobody', 'stranger', 'auditor'] as const)(
    'is not found by its value, by %s',
    async (identity) => {
      for (const value of Object.values(markers).flat()) {
        const text = JSON.stringify(value.replace(/@$/, ''));
        const found = await scene.graph.read<Record<string, { totalCount: number }>>(
          `{ organizations(filter: { text: ${text} }) { totalCount } resources(filter: { text: ${text} }) { totalCount } }`,
          { caller: scene.world.askers[identity].caller },
        );
        expect([value, found['organizations']!.totalCount, found['resources']!.totalCount]).toEqual([
          value,
          0,
          0,
        ]);
      }
    },
  );
});
