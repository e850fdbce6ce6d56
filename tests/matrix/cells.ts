import type { GraphQLObjectType } from 'graphql';
import { newId } from '../../schema/ids.ts';
import type { Hidden, List } from './place.ts';
import type { PolicyRow } from './policy.ts';
import type { Cell, Group, Scene } from './replay.ts';
import { selectionOf } from './routes.ts';
import { askForRow, askList } from './rows.ts';
import type { Asker } from './world.ts';

/** Every field of the policy at every place where it is met; asked together is what stands on one row. */
export function groupsOf({ api, world }: Scene, policy: readonly PolicyRow[]): Group[][] {
  const rows = new Map<string, Group[]>();
  for (const [name, places] of Object.entries(world.anchors)) {
    const all = policy.filter(({ type }) => type === name).flatMap((row) => row.fields);
    for (const anchor of places) {
      const group = { type: api.getType(name) as GraphQLObjectType, fields: anchor.only ?? all, anchor };
      // At the root nothing holds them together, and two that begin alike would be one.
      const row = anchor.id || `${name} ${anchor.inside} ${anchor.only?.join() ?? ''}`;
      rows.set(row, [...(rows.get(row) ?? []), group]);
    }
  }
  return [...rows.values()];
}

/** Asks one field of the root: an answer without an error, or one error and nothing. */
export async function askRoot({ api, world, graph }: Scene, asker: Asker, name: string): Promise<Cell> {
  const coordinate = `Query.${name}`;
  const query = `{ ${selectionOf(world, api.getQueryType()!, name)} }`;
  const { data, errors } = await graph.ask(query, { caller: asker.caller });
  const isAllowed = asker.allows(coordinate);
  const wanted = isAllowed ? undefined : [asker.viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED'];
  const got = errors?.map((error) => error.extensions?.['code']);
  const isRight = JSON.stringify(got) === JSON.stringify(wanted) && (isAllowed || !data?.[name]);
  const faults = isRight ? [] : [JSON.stringify({ got, wanted, data })];
  return { coordinate, identity: asker.identity, route: 'root', isAllowed, faults };
}

/** Asks for rows that exist for some: those who may not know of one hear what they hear of none. */
export async function askHidden(scene: Scene, asker: Asker, hidden: Hidden): Promise<Cell[]> {
  const { identity } = asker;
  const absent = await askForRow(scene, asker, hidden, newId(hidden.type as 'Project'));
  const seen: Cell[] = [];
  for (const [state, id] of Object.entries(hidden.ids)) {
    const isAllowed = asker.allows(`row.${state}`);
    const heard = await askForRow(scene, asker, hidden, id);
    heard.forEach(({ route, answer }, index) => {
      const isAsAbsent = answer === absent[index]!.answer;
      const faults = isAsAbsent === isAllowed ? [`${isAllowed ? 'known' : 'hidden'}: ${answer}`] : [];
      seen.push({ coordinate: `row.${state}`, identity, route, isAllowed, faults });
    });
  }
  return seen;
}

/** Asks for a list: it holds, and counts, what exists for whoever asks. */
export async function askListed(scene: Scene, asker: Asker, list: List): Promise<Cell> {
  const known = Object.entries(list.hidden).filter(([state]) => asker.allows(`row.${state}`));
  const wanted = [...list.always, ...known.map(([, id]) => id)].sort();
  const found = await askList(scene, asker, list);
  const isRight = JSON.stringify(found) === JSON.stringify({ totalCount: wanted.length, ids: wanted });
  const faults = isRight ? [] : [JSON.stringify({ found, wanted })];
  return { coordinate: 'row', identity: asker.identity, route: list.name, isAllowed: true, faults };
}
