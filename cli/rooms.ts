import type { GraphQLSchema } from 'graphql';
import type { Consumer } from '../db/events.ts';
import type { Job } from '../db/jobs.ts';
import type { Context } from '../schema/context.ts';
import * as actors from '../subgraphs/actors/index.ts';
import * as door from '../subgraphs/door/index.ts';
import * as metrics from '../subgraphs/metrics/index.ts';
import * as node from '../subgraphs/node/index.ts';
import * as projects from '../subgraphs/projects/index.ts';
import * as resources from '../subgraphs/resources/index.ts';

/** What a subgraph brings: its schema, and what it does on events, on time and for the demo region. */
interface Room {
  schema: GraphQLSchema;
  consumers?: readonly Consumer[];
  jobs?: readonly Job[];
  seed?: (context: Context) => Promise<void>;
}

/** Every subgraph, in the order of ownership: each may rest on those before it. */
export const rooms: Record<string, Room> = { actors, resources, projects, metrics, node, door };

export const schemas = Object.fromEntries(Object.entries(rooms).map(([name, { schema }]) => [name, schema]));
export const consumers = Object.values(rooms).flatMap((room) => room.consumers ?? []);
export const jobs = Object.values(rooms).flatMap((room) => room.jobs ?? []);
export const seeds = Object.values(rooms).flatMap((room) => (room.seed ? [room.seed] : []));
