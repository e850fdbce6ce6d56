import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { inTransaction, newContext } from '../../schema/context.ts';
import type { Deed } from './place.ts';
import type { PolicyRow } from './policy.ts';
import type { Answer } from '../kit/graph.ts';
import type { Cell, Scene } from './replay.ts';
import { selectionOf } from './routes.ts';
import { blot } from './rows.ts';
import { contentOf } from './tables.ts';
import type { Asker } from './world.ts';

/** Has one identity try one mutation and holds the answer, and the database, to the policy. */
export async function tryDeed(scene: Scene, asker: Asker, deed: Deed, policy: PolicyRow[]): Promise<Cell[]> {
  const { graph, world, api } = scene;
  const isRefusal = !deed.meets.includes('.');
  const fields = isRefusal
    ? policy.filter(({ type }) => type === deed.meets).flatMap((row) => row.fields)
    : [];
  const selected = fields.map((name) => selectionOf(world, typeOf(api, deed.meets), name));
  const asked = isRefusal ? `__typename ... on ${deed.meets} { ${selected.join(' ')} }` : '__typename';
  const prepared = await inTransaction(newContext(graph.database, null), (context) =>
    deed.prepare ? deed.prepare(context, asker.viewer) : Promise.resolve(''),
  );
  const ask = (id: string) =>
    graph.ask<{ done: Record<string, unknown> | null }>(`mutation { done: ${deed.query(id)} { ${asked} } }`, {
      caller: asker.caller,
    });
  const coordinates = isRefusal ? fields.map((name) => `${deed.meets}.${name}`) : [deed.meets];
  const isAllowed = asker.allows(coordinates[0]!);
  const before = isAllowed ? null : await contentOf(graph.database);
  const { data, errors, extensions } = await ask(prepared);
  const done = data?.done ?? null;
  const faults: string[] = [];
  const expect = (what: string, wanted: unknown, got: unknown) => {
    if (JSON.stringify(wanted) !== JSON.stringify(got))
      faults.push(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
  };
  if (isAllowed) {
    expect('the answer', deed.succeedsAs ?? deed.meets, done?.['__typename'] ?? errors);
    for (const name of fields) if (done?.[name] == null) faults.push(`${name} is null`);
  } else {
    const { unknownAs } = deed;
    const codes = errors?.map((error) => error.extensions?.['code']);
    if (unknownAs && asker.viewer && !asker.allows(`row.${unknownAs.row}`)) {
      // A rule of the mutation itself may come before: then that is heard of an absent row, too.
      if (!codes) expect('the answer', unknownAs.refusal, done?.['__typename']);
      else expect('the error', ['FORBIDDEN'], codes);
      const other = await ask(unknownAs.absent);
      expect('as for an absent one', told(other, unknownAs.absent), told({ data, errors }, prepared));
    } else {
      expect('the error', [asker.caller.kind === 'NOBODY' ? 'UNAUTHENTICATED' : 'FORBIDDEN'], codes);
      expect('data', null, done);
    }
    expect('what was withheld', undefined, extensions.denied);
    const after = await contentOf(graph.database);
    for (const name of Object.keys(after)) expect(name, before![name], after[name]);
  }
  await inTransaction(newContext(graph.database, null), (context) =>
    deed.undo ? deed.undo(context, asker.viewer) : Promise.resolve(),
  );
  const { identity } = asker;
  return coordinates.map((coordinate) => ({ coordinate, identity, route: 'mutation', isAllowed, faults }));
}

const typeOf = (api: GraphQLSchema, name: string) => api.getType(name) as GraphQLObjectType;

/** What was said, without the id it was said of and the number of the request. */
const told = ({ data, errors }: Pick<Answer, 'data' | 'errors'>, id: string) =>
  blot({ data, errors: errors?.map(({ message, extensions }) => [message, extensions?.['code']]) }, id);
