import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { event } from '../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../schema/context.ts';
import type { MembershipRole, PlatformRole } from '../../schema/events.ts';
import type { Id } from '../../schema/ids.ts';
import { allScopes } from '../../schema/scopes.ts';
import { beginMembership } from '../../subgraphs/actors/membership/membership.store.ts';
import { declareOrganization } from '../../subgraphs/actors/organization/organization.store.ts';
import { declarePerson } from '../../subgraphs/actors/person/person.store.ts';
import { declarePlatform } from '../../subgraphs/actors/platform/platform.store.ts';
import { grantRole } from '../../subgraphs/actors/role/role-grant.store.ts';
import type { Answer, Graph } from './graph.ts';

/** What a mutation answers: what was done, or the refusal. */
export interface Told {
  __typename: string;
  code?: string;
  message?: string;
  [field: string]: unknown;
}

/** Ways to people a graph with platforms and to ask it as one of them. */
export function platformsOf(graph: Graph) {
  const context: Context = newContext(graph.database, null);

  const organization = async (nameEn: string, kind = 'SME', region = '420500') =>
    (await declareOrganization(context, { kind, nameEn, region })).id;
  const enter = async (role?: MembershipRole, at?: Id<'Organization'>): Promise<Viewer> => {
    const { id } = await declarePerson(context, { nameEn: 'Somebody' });
    if (role && at) await beginMembership(context, { organizationId: at, personId: id, role });
    return { actorId: id, organizations: role && at ? [{ id: at, role }] : [], roles: [], scopes: null };
  };
  const withRole = async (
    viewer: Viewer,
    role: PlatformRole,
    where: { platformId?: Id<'Platform'>; region?: string } = {},
  ): Promise<Viewer> => {
    await grantRole(context, { actorId: viewer.actorId, role, ...where });
    const { platformId = null, region = null } = where;
    return { ...viewer, roles: [...viewer.roles, { role, platformId, region }] };
  };
  const platform = (
    operatorId: Id<'Organization'>,
    own: Partial<{ nameEn: string; regions: string[] }> = {},
  ) =>
    declarePlatform(context, {
      ...{ nameZh: null, nameEn: 'Platform', kind: 'INTERMEDIARY', website: null, operatorId },
      ...{ regions: ['420500'], ...own },
    });

  /** Every row of these tables and the number of events: equal before and after a "no". */
  const standing = (tables: readonly string[]) => async () => ({
    rows: await Promise.all(
      tables.map((table) =>
        graph.database.read.execute(sql.raw(`select row_to_json(t)::text as row from ${table} t order by 1`)),
      ),
    ),
    events: await graph.database.read.$count(event),
  });
  const eventsOf = (subject: string) =>
    graph.database.read
      .select({ kind: event.kind, actorId: event.actorId, data: event.data })
      .from(event)
      .where(sql`${event.subject} = ${subject}`)
      .orderBy(event.xid, event.id);

  /** Sends one mutation of the usual form. */
  const mutate = (name: string, input: object, viewer: Viewer | null, shown = '') => {
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    return graph.ask<Record<string, Told | null>>(
      `mutation ($input: ${type}Input!) { ${name}(input: $input) {
        __typename ... on Refusal { code message } ${shown && `... on ${type}Success { ${shown} }`} } }`,
      { viewer, variables: { input } },
    );
  };
  const told = async (name: string, input: object, viewer: Viewer | null, shown = ''): Promise<Told> => {
    for (;;) {
      const { data, errors } = await mutate(name, input, viewer, shown);
      // Twenty that wait for each other hold the few connections of a test; then it says to ask again.
      if (errors?.every((each) => each.extensions?.['code'] === 'OVERLOADED')) continue;
      if (errors) throw new Error(JSON.stringify(errors));
      return data![name]!;
    }
  };
  /** A "no" changes nothing: a refusal by its code, an error by its code and message. */
  const expectNo = async (
    ask: () => Promise<Answer<Record<string, Told | null>>>,
    no: { refusal: string } | { error: string; message: unknown },
    tables: readonly string[],
  ) => {
    const look = standing(tables);
    const before = await look();
    const { data, errors } = await ask();
    const answers = Object.values(data ?? {});
    if ('refusal' in no) {
      expect(errors).toBeUndefined();
      expect(answers.map((each) => each?.code)).toEqual([no.refusal]);
    } else {
      expect(answers.every((each) => each === null)).toBe(true);
      expect(errors?.map((each) => [each.extensions?.['code'], each.message])).toEqual([
        [no.error, no.message],
      ]);
    }
    expect(await look()).toEqual(before);
  };
  return { context, organization, enter, withRole, platform, standing, eventsOf, mutate, told, expectNo };
}

/** The same viewer, asking through a key that may all a key can. */
export const throughKey = (viewer: Viewer): Viewer => ({ ...viewer, scopes: allScopes });
