import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '../../../db/tables/actors/person.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/scopes.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { declareOrganization } from '../organization/organization.store.ts';
import { declarePerson, linkSignIn } from '../person/person.store.ts';
import { erasePerson, settleErasures } from './erasure.store.ts';

let graph: Graph;
let context: Context;
beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
});
afterAll(() => graph[Symbol.asyncDispose]());

async function enter(contactEmail?: string): Promise<Viewer & { actorId: Id<'Person'> }> {
  const { id } = await declarePerson(context, { nameEn: 'Somebody', contactEmail });
  return { actorId: id, organizations: [], roles: [], scopes: null };
}
const standing = async () => ({
  people: await graph.database.read.select().from(person).orderBy(person.id),
  events: await graph.database.read.$count(event),
});
const erase = (viewer: Viewer | null, input: object) =>
  graph.ask<{ personErase: Record<string, unknown> | null }>(
    `mutation ($input: PersonEraseInput!) { personErase(input: $input) {
      __typename ... on Refusal { code message } ... on PersonEraseSuccess { person { id isErased } } } }`,
    { viewer, variables: { input: { isConfirmed: true, ...input } } },
  );
const toldOf = (id: string) =>
  graph.database.read
    .select({ kind: event.kind, actorId: event.actorId, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id} and ${event.kind} = 'person.erased'`);

describe('personErase', () => {
  test('erases whoever asks it, and records no more than that', async () => {
    const viewer = await enter();
    const { actorId } = viewer;
    expect((await erase(viewer, { personId: actorId })).data?.personErase).toEqual({
      __typename: 'PersonEraseSuccess',
      person: { id: actorId, isErased: true },
    });
    expect(await toldOf(actorId)).toEqual([{ kind: 'person.erased', actorId, data: {} }]);
  });

  test('changes nothing without being confirmed, and nothing of who is not there', async () => {
    const viewer = await enter();
    const before = await standing();
    expect((await erase(viewer, { personId: viewer.actorId, isConfirmed: false })).data?.personErase).toEqual(
      {
        __typename: 'ErasureUnconfirmed',
        code: 'ERASURE_UNCONFIRMED',
        message: 'Erasing cannot be undone: say with isConfirmed that it is meant.',
      },
    );
    expect((await erase(viewer, { personId: newId('Person') })).data?.personErase).toEqual({
      __typename: 'PersonUnknown',
      code: 'PERSON_UNKNOWN',
      message: 'There is no such person.',
    });
    expect(await standing()).toEqual(before);
  });

  test('is for that person alone, signed in themselves', async () => {
    const [viewer, other] = [await enter(), await enter()];
    const { id: at } = await declareOrganization(context, { kind: 'SME', nameEn: 'Place' });
    await beginMembership(context, { organizationId: at, personId: viewer.actorId, role: 'MEMBER' });
    const administrator: Viewer = { ...other, organizations: [{ id: at, role: 'ADMINISTRATOR' }] as never };
    const auditor: Viewer = { ...other, roles: [{ role: 'AUDITOR', platformId: null, region: null }] };
    const before = await standing();
    const asked = [null, other, administrator, auditor, { ...viewer, scopes: allScopes }];
    const codes = [];
    for (const who of asked) {
      const { errors } = await erase(who, { personId: viewer.actorId });
      codes.push(errors?.map(({ extensions }) => extensions?.['code']));
    }
    expect(codes).toEqual([['UNAUTHENTICATED'], ['FORBIDDEN'], ['FORBIDDEN'], ['FORBIDDEN'], ['FORBIDDEN']]);
    expect(await standing()).toEqual(before);
  });

  test('answers what is no id of a person as malformed', async () => {
    const viewer = await enter();
    const before = await standing();
    const { errors } = await erase(viewer, { personId: newId('Organization') });
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
    expect(await standing()).toEqual(before);
  });

  test('asked twenty times at once erases once', async () => {
    const viewer = await enter();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => erase(viewer, { personId: viewer.actorId })),
    );
    const person = { id: viewer.actorId, isErased: true };
    expect(answers.map(({ data }) => data?.personErase)).toEqual(
      Array(20).fill({ __typename: 'PersonEraseSuccess', person }),
    );
    expect((await toldOf(viewer.actorId)).length).toBe(1);
  });
});

describe('an erasure', () => {
  test('is settled when every subgraph has done its part, and not before', async () => {
    await graph.catchUp();
    await graph.database.write((tx) => settleErasures(tx));
    const { actorId } = await enter('somebody@people.example');
    await erasePerson(context, actorId);
    const traces = () =>
      graph.database.read.execute(
        sql`select trace from actors.published_person_trace where person_id = ${actorId} order by trace`,
      );
    expect(await graph.database.write((tx) => settleErasures(tx))).toBe(0);
    expect(await traces()).toEqual([{ trace: 'somebody' }, { trace: 'somebody@people.example' }]);
    await graph.catchUp();
    expect(await graph.database.write((tx) => settleErasures(tx))).toBe(1);
    expect(await traces()).toEqual([]);
  });

  test('lets who comes again by the same sign-in be somebody new', async () => {
    const { actorId } = await enter();
    const wish = { issuer: 'https://issuer.example', subject: 'again' };
    await linkSignIn(context, { ...wish, personId: actorId });
    await erasePerson(context, actorId);
    const { actorId: anew } = await enter();
    await linkSignIn(context, { ...wish, personId: anew });
    const [row] = await graph.database.read.execute<{ actor_id: string }>(
      sql`select actor_id from actors.published_viewer where subject = 'again'`,
    );
    expect(row?.actor_id).toBe(anew);
  });

  test('of a person with 10,000 events and 1,000 rows takes seconds, and so does the export', async () => {
    const viewer = await enter();
    const { actorId } = viewer;
    const id = (prefix: string) => sql`${prefix} || lpad(to_hex(n), 26, '0')`;
    await graph.database.write(async (tx) => {
      await tx.execute(sql`insert into log.event (id, at, actor_id, subject, kind, data)
        select ${id('evt_')}, now(), ${actorId}, ${actorId}, 'consent.given', '{"purpose": "NEWSLETTER"}'
        from generate_series(1, 10000) n`);
      await tx.execute(sql`insert into actors.consent
          (id, person_id, purpose, version, given_at, withdrawn_at)
        select ${id('cns_')}, ${actorId}, 'NEWSLETTER', 1, now(), now() from generate_series(1, 1000) n`);
    });
    const began = performance.now();
    const seen = await graph.read<{ personalData: string }>('{ personalData }', { viewer });
    const exportedMs = performance.now() - began;
    const held = JSON.parse(seen.personalData) as { table: string; rows: unknown[] }[];
    const rowsOf = (table: string) => held.find((each) => each.table === table)?.rows.length;
    expect([rowsOf('log.event'), rowsOf('actors.consent')]).toEqual([10_001, 1_000]);
    expect(exportedMs).toBeLessThan(60_000);
    const start = performance.now();
    const erased = await erasePerson(context, actorId);
    expect(erased?.done).toContainEqual({ table: 'actors.consent', erasure: 'ROW_DELETED', rows: 1_000 });
    const erasedMs = performance.now() - start;
    expect(erasedMs).toBeLessThan(60_000);
    if (process.env['MEASURE']) process.stdout.write(`${JSON.stringify({ exportedMs, erasedMs })}\n`);
  });
});
