import type { Database } from '../../db/client.ts';
import { Viewers } from '../../gateway/viewer.ts';
import { type Caller, nobodyAt } from '../../gateway/request.ts';
import { inTransaction, newContext, type Viewer } from '../../schema/context.ts';
import { developmentIssuer } from '../../schema/personas.ts';
import type { Graph } from '../kit/graph.ts';
import { type Base, writeBase } from './base/base.ts';
import { writeKeys } from './base/people.ts';
import { identities, type Identity } from './identities.ts';
import type { Anchor, Deed, Hidden, List, Meeting, Route } from './place.ts';
import { places } from './places.ts';
import { policyOf, readPolicy } from './policy.ts';

/** Who asks, with what the policy says of them. */
export interface Asker {
  identity: Identity;
  caller: Caller;
  viewer: Viewer | null;
  allows: (coordinate: string) => boolean;
}

/** All that there is to ask, of all places. */
export interface World {
  base: Base;
  askers: Record<Identity, Asker>;
  anchors: Record<string, Anchor[]>;
  routes: Record<string, (id: string) => Route[]>;
  arguments: Record<string, string>;
  deeds: Deed[];
  rows: Hidden[];
  lists: List[];
}

/** Every guarded value of the world, by coordinate. */
export const markers = Object.assign({}, ...places.map((each) => each.markers)) as Record<string, string[]>;

/** Writes the rows of all places in one transaction. */
export function writeWorld(database: Database): Promise<{ base: Base; meetings: Meeting[] }> {
  return inTransaction(newContext(database, null), async (context) => {
    const base = await writeBase(context);
    const written = [];
    for (const each of places) written.push(await each.write(context, base));
    return { base, meetings: written.map((meet) => meet()) };
  });
}

/** Writes the rows of all places, lets the consumers catch up, and has everybody come in. */
export async function openWorld(graph: Graph): Promise<World> {
  const { base, meetings } = await writeWorld(graph.database);
  await graph.catchUp();
  const anchors: Record<string, Anchor[]> = {};
  for (const meeting of meetings)
    for (const [type, some] of Object.entries(meeting.anchors ?? {})) (anchors[type] ??= []).push(...some);
  const routes = Object.entries(Object.assign({}, ...meetings.map((each) => each.routes ?? {})) as object);
  return {
    base,
    askers: await askersOf(graph, base),
    anchors,
    routes: Object.fromEntries(
      routes.map(([entity, ways]: [string, Route[] | ((id: string) => Route[])]) => [
        entity,
        typeof ways === 'function' ? ways : () => ways,
      ]),
    ),
    arguments: Object.assign({}, ...meetings.map((each) => each.arguments ?? {})) as Record<string, string>,
    deeds: meetings.flatMap(({ deeds = [] }) => deeds),
    rows: meetings.flatMap(({ rows = [] }) => rows),
    lists: meetings.flatMap(({ lists = [] }) => lists),
  };
}

/** Everybody, as the gateway takes them for at this moment. */
async function askersOf(graph: Graph, { person, platform }: Base): Promise<Record<Identity, Asker>> {
  const allows = policyOf(readPolicy());
  const viewers = new Viewers(graph.database, (subject) =>
    Promise.resolve({ issuer: developmentIssuer, subject }),
  );
  const stop = await viewers.start();
  const secrets: Partial<Record<Identity, string>> = await inTransaction(
    newContext(graph.database, null),
    (context) => writeKeys(context, person, platform),
  );
  const askers = {} as Record<Identity, Asker>;
  for (const identity of identities) {
    const token = secrets[identity] ?? identity;
    const caller =
      identity === 'nobody' ? nobodyAt('127.0.0.1') : await viewers.callerOf(`Bearer ${token}`, '127.0.0.1');
    askers[identity] = {
      ...{ identity, caller, viewer: caller.viewer },
      allows: (coordinate) => allows(coordinate, identity),
    };
  }
  // A key notes its first use beside the request; what is compared later must not change by that.
  await stop();
  return askers;
}
