import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { inTransaction, newContext } from '../../schema/context.ts';
import type { Deed } from './place.ts';
import type { PolicyRow } from './policy.ts';
import { nameOfId } from '../../schema/ids.ts';
import type { Answer } from '../kit/graph.ts';
import type { Cell, Scene } from './replay.ts';
import { interfaceOf, objectsAt, pathOf, selectionOf } from './routes.ts';
import { blot } from './rows.ts';
import { contentOf, writeMark } from './tables.ts';
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
  const prepared = await prepare(scene, asker, deed);
  const ask = (id: string) =>
    graph.ask<{ done: Record<string, unknown> | null }>(`mutation { done: ${deed.query(id)} { ${asked} } }`, {
      caller: asker.caller,
    });
  const coordinates = isRefusal ? fields.map((name) => `${deed.meets}.${name}`) : [deed.meets];
  const isAllowed = asker.allows(coordinates[0]!);
  const may = await askMay(scene, asker, deed, prepared);
  const mark = await writeMark(graph.database);
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
  } else if (isRefusal && !errors) {
    // Somebody else may hear another refusal there, or succeed: what they may do is held by its own deed.
    if (done?.['__typename'] === deed.meets) faults.push('refused in these words');
  } else {
    const { unknownAs } = deed;
    const codes = codesOf(errors);
    // What says no to everybody alike says so before it looks for the row.
    const isShut =
      asker.caller.kind === 'NOBODY' || (asker.caller.kind === 'KEY' && isShutToKey(deed, asker, api));
    const isHidden = unknownAs?.row !== undefined && !asker.allows(`row.${unknownAs.row}`);
    if (isHidden && !isShut) expect('the answer', unknownAs.refusal, done?.['__typename'] ?? codes);
    else expect('the error', [asker.caller.kind === 'NOBODY' ? 'UNAUTHENTICATED' : 'FORBIDDEN'], codes);
    const words = wordsOf(deed, api);
    // Said by the rule of the mutation itself, not by one behind it that would have said no as well.
    if (asker.caller.kind === 'NOBODY')
      expect('the words', [`Sign in first. This requires: ${words}.`], messagesOf(errors));
    else if (isShut && asker.caller.scopes?.includes('act-for'))
      expect('the words', [`You may not do this. It requires: ${words}.`], messagesOf(errors));
    if (unknownAs) {
      const other = await ask(unknownAs.absent);
      const heard = told(other, unknownAs.absent);
      if (isHidden || isShut) expect('as for an absent one', heard, told({ data, errors }, prepared));
      else expect('of an absent one', unknownAs.refusal, other.data?.done?.['__typename'] ?? heard);
    }
    expect('what was withheld', undefined, extensions.denied);
    // Somebody began to write: whether anything stayed, the content of every table says.
    if ((await writeMark(graph.database)) !== mark) {
      await undo(scene, asker, deed);
      const again = await prepare(scene, asker, deed);
      const before = await contentOf(graph.database);
      await ask(again);
      const after = await contentOf(graph.database);
      for (const name of Object.keys(after)) expect(name, before[name], after[name]);
    }
  }
  await undo(scene, asker, deed);
  const { identity } = asker;
  return [
    ...may,
    ...coordinates.map((coordinate) => ({ coordinate, identity, route: 'mutation', isAllowed, faults })),
  ];
}

const typeOf = (api: GraphQLSchema, name: string) => api.getType(name) as GraphQLObjectType;

/** Whether this key may do nothing of the kind, whatever row is meant: by its scopes, or because the
 *  mutation says that it is for people in person. */
const isShutToKey = (deed: Deed, { caller }: Asker, api: GraphQLSchema) =>
  !caller.scopes?.includes('act-for') || wordsOf(deed, api).includes('not through a key');

/** What the mutation that is asked says it requires; a refusal is met through one of another name. */
function wordsOf({ query }: Deed, api: GraphQLSchema): string {
  const [mutation = ''] = /\w+/.exec(query('')) ?? [];
  const { description } = api.getMutationType()?.getFields()[mutation] ?? {};
  return / Requires: (.*)\.$/.exec(description ?? '')?.[1] ?? '';
}

const messagesOf = (errors: Answer['errors']) => errors?.map(({ message }) => message);
const codesOf = (errors: Answer['errors']) => errors?.map((error) => error.extensions?.['code']);

/** Asks what `viewerMay` says of the deed on the very row that it is done to, or of the viewer: what it says
 *  is what the policy says. Nothing where the row is no `Node`, or says nothing of this deed. */
async function askMay(scene: Scene, asker: Asker, deed: Deed, prepared: string): Promise<Cell[]> {
  const { graph, api } = scene;
  const action = deed.meets.replace('Mutation.', '');
  // The row it is done to is named first; what names none is done by somebody for themselves.
  const [named = ''] = /\w+_[0-9a-z]{26}/.exec(deed.query(prepared)) ?? [];
  if (!deed.succeedsAs || named !== prepared) return [];
  const name = prepared && nameOfId(prepared);
  const type = name ? typeOf(api, name) : undefined;
  if (deed.mayAt) return [await askMayAt(scene, asker, deed, deed.mayAt(prepared))];
  const isMet = type && 'viewerMay' in type.getFields() && interfaceOf(api, type.name) !== undefined;
  if (name && !isMet) {
    return [];
  }
  const may = 'viewerMay { action allowed }';
  const query = isMet ? `node(id: "${prepared}") { ... on ${type.name} { ${may} } }` : `viewer { ${may} }`;
  const { data } = await graph.ask<{ on: { viewerMay?: { action: string; allowed: boolean }[] } | null }>(
    `{ on: ${query} }`,
    { caller: asker.caller },
  );
  const said = data?.on?.viewerMay?.filter((each) => each.action === action) ?? [];
  const isAllowed = asker.allows(deed.meets);
  const wanted = data?.on?.viewerMay ? said.every(({ allowed }) => allowed === isAllowed) : !isAllowed;
  const faults = wanted ? [] : [`viewerMay says ${JSON.stringify(said)}`];
  return [{ coordinate: deed.meets, identity: asker.identity, route: 'viewerMay', isAllowed, faults }];
}

/** The same where the row is met by another way than `node`. */
async function askMayAt(scene: Scene, asker: Asker, deed: Deed, query: string): Promise<Cell> {
  const { data } = await scene.graph.ask(query.replace('%', 'viewerMay { action allowed }'), {
    caller: asker.caller,
  });
  const lines = objectsAt(data, [...pathOf(query), 'viewerMay']) as { action: string; allowed: boolean }[];
  const said = lines.filter(({ action }) => `Mutation.${action}` === deed.meets);
  const isAllowed = asker.allows(deed.meets);
  // Whoever may not know of the row hears nothing of it.
  const isRight = said.every(({ allowed }) => allowed === isAllowed) && (said.length > 0 || !isAllowed);
  const faults = isRight ? [] : [`viewerMay says ${JSON.stringify(said)}`];
  return { coordinate: deed.meets, identity: asker.identity, route: 'viewerMay', isAllowed, faults };
}

/** Whether somebody could do what the policy denies them. */
export async function succeeds(scene: Scene, asker: Asker, deed: Deed): Promise<boolean> {
  if (!deed.succeedsAs || asker.allows(deed.meets)) return false;
  const prepared = await prepare(scene, asker, deed);
  const { data } = await scene.graph.ask<{ done: { __typename: string } | null }>(
    `mutation { done: ${deed.query(prepared)} { __typename } }`,
    { caller: asker.caller },
  );
  await undo(scene, asker, deed);
  return data?.done?.__typename === deed.succeedsAs;
}

const prepare = ({ graph }: Scene, { viewer }: Asker, deed: Deed) =>
  inTransaction(newContext(graph.database, null), (context) =>
    deed.prepare ? deed.prepare(context, viewer) : Promise.resolve(''),
  );
const undo = ({ graph }: Scene, { viewer }: Asker, deed: Deed) =>
  inTransaction(newContext(graph.database, null), (context) =>
    deed.undo ? deed.undo(context, viewer) : Promise.resolve(),
  );

/** What was said, without the id it was said of and the number of the request. */
const told = ({ data, errors }: Pick<Answer, 'data' | 'errors'>, id: string) =>
  blot({ data, errors: errors?.map(({ message, extensions: said }) => [message, said?.['code']]) }, id);
