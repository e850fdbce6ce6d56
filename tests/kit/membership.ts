import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { membershipApplication, membershipInvitation } from '../../db/tables/actors/joining.ts';
import { membership } from '../../db/tables/actors/membership.ts';
import { organization } from '../../db/tables/actors/organization.ts';
import { signIn } from '../../db/tables/actors/sign-in.ts';
import { event } from '../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole } from '../../schema/events.ts';
import { type Id, newId } from '../../schema/ids.ts';
import { allScopes } from '../../schema/scopes.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import {
  declareOrganization,
  type OrganizationWish,
} from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../subgraphs/actors/person/person.store.ts';
import { type Answer, type Graph, openGraph } from './graph.ts';

/** What a mutation gave: the noun it changed, or the refusal. */
export interface Outcome {
  __typename: string;
  code?: string;
  message?: string;
  [noun: string]: unknown;
}

/** A graph with organisations and people to try memberships on. */
export interface Stage extends AsyncDisposable {
  graph: Graph;
  context: Context;
  /** A new organisation in Yichang. */
  organization: (wish?: Partial<OrganizationWish>) => Promise<Id<'Organization'>>;
  /** A new person, with a place in an organisation and a checked address where told. */
  person: (place?: {
    at?: Id<'Organization'>;
    role?: MembershipRole;
    email?: string;
    contactEmail?: string;
  }) => Promise<Viewer>;
  /** The same person as the gateway would know them now. */
  again: (viewer: Viewer) => Promise<Viewer>;
  /** The id of the person's present membership there. */
  placeOf: (viewer: Viewer, at: Id<'Organization'>) => Promise<Id<'Membership'>>;
  /** Does it, and gives what it answered. */
  act: (name: string, input: object, viewer: Viewer | null, noun?: string) => Promise<Answer<Acted>>;
  /** Does it, and gives the outcome, which must be one. */
  done: (name: string, input: object, viewer: Viewer | null, noun?: string) => Promise<Outcome>;
  /** Everything that a "no" must leave alone. */
  standing: () => Promise<unknown>;
  /** The refusal of this code, after which nothing has changed. */
  refused: (name: string, input: object, viewer: Viewer | null, code: string) => Promise<void>;
  /** The one top-level error, after which nothing has changed. */
  denied: (
    name: string,
    input: object,
    viewer: Viewer | null,
    code: string,
    message: unknown,
  ) => Promise<void>;
  eventsOf: (subject: string) => Promise<{ kind: string; actorId: string | null; data: object }[]>;
}
type Acted = Record<string, Outcome | null>;

/** As the owner of a key that may do everything. */
export const throughKey = (viewer: Viewer): Viewer => ({ ...viewer, scopes: allScopes });
export const notThroughKey = 'You may not do this. It requires: signed in, not through a key.';
export const signInFirst = 'Sign in first. This requires: signed in, not through a key.';
/** What somebody meets who is no administrator. */
export const administratorsOnly =
  'You may not do this. It requires: administrator of the organisation, not through a key.';

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export async function openStage(): Promise<Stage> {
  const graph = await openGraph();
  const { database } = graph;
  const context = newContext(database, null);

  const act: Stage['act'] = (name, input, viewer, noun = '') =>
    graph.ask<Acted>(
      `mutation ($input: ${upperFirst(name)}Input!) { ${name}(input: $input) { __typename
        ... on Refusal { code message } ${noun ? `... on ${upperFirst(name)}Success { ${noun} }` : ''} } }`,
      { viewer, variables: { input } },
    );
  const done: Stage['done'] = async (name, input, viewer, noun) => {
    const { data, errors } = await act(name, input, viewer, noun);
    expect(errors).toBeUndefined();
    return data![name]!;
  };
  const standing = async () => ({
    organizations: await database.read.$count(organization),
    memberships: await database.read.select().from(membership).orderBy(membership.id),
    invitations: await database.read.select().from(membershipInvitation).orderBy(membershipInvitation.id),
    applications: await database.read.select().from(membershipApplication).orderBy(membershipApplication.id),
    policies: await database.read.execute(sql`select * from actors.membership_policy order by 1`),
    events: await database.read.$count(event),
  });
  const again = async (viewer: Viewer): Promise<Viewer> => {
    const rows = await database.read.execute<{ id: Id<'Organization'>; role: MembershipRole }>(
      sql`select organization_id as id, role from actors.membership
        where person_id = ${viewer.actorId} and ends_on is null order by 1`,
    );
    return { ...viewer, organizations: rows };
  };

  return {
    graph,
    context,
    act,
    done,
    standing,
    again,
    organization: async (wish = {}) =>
      (await declareOrganization(context, { kind: 'SME', nameEn: 'Firm', region: '420506', ...wish })).id,
    async person({ at, role = 'MEMBER', email, contactEmail } = {}) {
      const { id } = await declarePerson(context, { nameEn: 'Somebody', contactEmail: contactEmail ?? null });
      if (at) await beginMembership(context, { organizationId: at, personId: id, role });
      if (email) {
        const known = { issuer: 'https://issuer.example', subject: newId('Person'), personId: id };
        await database.write((tx) => tx.insert(signIn).values({ ...known, verifiedEmail: email }));
      }
      return again({ actorId: id, organizations: [], roles: [], scopes: null });
    },
    async placeOf({ actorId }, at) {
      const [row] = await database.read.execute<{ id: Id<'Membership'> }>(
        sql`select id from actors.membership where person_id = ${actorId} and organization_id = ${at}
          order by ends_on desc nulls first limit 1`,
      );
      return row!.id;
    },
    async refused(name, input, viewer, code) {
      const before = await standing();
      expect((await done(name, input, viewer)).code).toBe(code);
      expect(await standing()).toEqual(before);
    },
    async denied(name, input, viewer, code, message) {
      const before = await standing();
      const { data, errors } = await act(name, input, viewer);
      expect(Object.values(data ?? {}).every((each) => each === null)).toBe(true);
      expect(errors?.map((error) => [error.extensions?.['code'], error.message])).toEqual([[code, message]]);
      expect(await standing()).toEqual(before);
    },
    eventsOf: (subject) =>
      database.read
        .select({ kind: event.kind, actorId: event.actorId, data: event.data })
        .from(event)
        .where(sql`${event.subject} = ${subject}`)
        .orderBy(event.xid, event.id),
    [Symbol.asyncDispose]: () => graph[Symbol.asyncDispose](),
  };
}
