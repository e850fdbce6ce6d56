import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumers, jobs, rooms } from '../cli/rooms.ts';
import { exportPerson } from '../cli/person.ts';
import { openJobs } from '../db/jobs.ts';
import { consumerOf, erasedName, erasingSchemas } from '../db/privacy.erase.ts';
import type { Held } from '../db/privacy.person.ts';
import { erasure } from '../db/tables/actors/erasure.ts';
import { newContext, type Viewer } from '../schema/context.ts';
import type { Id } from '../schema/ids.ts';
import { allScopes } from '../schema/scopes.ts';
import { developmentIssuer } from '../schema/personas.ts';
import { linkSignIn } from '../subgraphs/actors/person/person.store.ts';
import { erasePerson, settleErasures } from '../subgraphs/actors/privacy/erasure.store.ts';
import { giveConsent } from '../subgraphs/actors/consent/consent.store.ts';
import { createApiKey } from '../subgraphs/actors/key/key.store.ts';
import { checkApiKey } from '../subgraphs/actors/key/key.wish.ts';
import { type Graph, openGraph } from './kit/graph.ts';
import { dumpOf, mailbox, marker, markPerson, rowsOf } from './kit/personal.ts';

let graph: Graph;
let viewer: Viewer;
let personId: Id<'Person'>;
let keyHash: string;
let before: Map<string, string[]>;
let problems: string[];

beforeAll(async () => {
  graph = await openGraph();
  await graph.seedRegion();
  const { database } = graph;
  const queue = await openJobs(database, jobs, pino({ level: 'silent' }));
  await queue.stop();
  viewer = await graph.viewerOf('provider');
  personId = viewer.actorId as Id<'Person'>;
  await fill();
  // The first is marked; by the other they still come.
  await linkSignIn(newContext(database, null), { issuer: developmentIssuer, subject: 'again', personId });
  problems = await markPerson(database, personId);
  await graph.catchUp();
  expect((await graph.viewerOf('again')).actorId).toBe(personId);
  before = await rowsOf(database);
});
afterAll(() => graph[Symbol.asyncDispose]());

/** Rows that no seed makes: a key, a consent, an import that names the person, jobs about them. */
async function fill() {
  const { database } = graph;
  const context = newContext(database, viewer);
  const asked = { name: 'Portal', ownerId: personId, scopes: ['read-public' as const] };
  const made = await createApiKey(context, checkApiKey(asked, { now: new Date(), pointsMax: 10 }));
  const [kept] = await database.read.execute<{ hash: string }>(
    sql`select secret_hash as hash from actors.api_key where id = ${made.row.id}`,
  );
  keyHash = kept!.hash;
  await giveConsent(context, { personId, purpose: 'NEWSLETTER', version: 1 });
  const original = JSON.stringify({ title: 'A centrifuge', contact: 'to be marked' });
  await database.write(async (tx) => {
    await tx.execute(sql`insert into actors.co_creation_role values (${personId}, 'SERVICE_SUPPORTER')`);
    await tx.execute(sql`insert into actors.role_grant (id, actor_id, role)
      values ('rol_00000000000000000000000000', ${personId}, 'AUDITOR')`);
    await tx.execute(sql`insert into actors.source_record
      (owner_id, format, key, organization_id, content_hash, original, read_at)
      select id, 'ror', 'one', id, 'hash', ${original}::jsonb, now() from actors.organization limit 1`);
    await tx.execute(sql`insert into resources.source (id, format, provider_id, created_at)
      select 'src_00000000000000000000000000', 'uniquip', provider_id, now()
      from resources.resource limit 1`);
    await tx.execute(sql`insert into resources.source_record
      (source_id, key, resource_id, content_hash, original, read_at)
      select 'src_00000000000000000000000000', 'one', id, 'hash', ${original}::jsonb, now()
      from resources.resource limit 1`);
    await tx.execute(sql`insert into actors.qualification_review
      (id, actor_id, platform_id, kind, state, requested_at, requested_by, reviewer_id, due_at, ends_at)
      select 'rev_00000000000000000000000000', ${personId}, id, 'EXPERT', 'REQUESTED', now(), ${personId},
        ${personId}, now(), now() from actors.platform limit 1`);
    await tx.execute(sql`insert into actors.qualification_document (review_id, place, title, url)
      values ('rev_00000000000000000000000000', 1, 'Degree', 'https://degrees.example/')`);
    await tx.execute(sql`insert into actors.qualification_mark (review_id, item, mark, reason)
      values ('rev_00000000000000000000000000', 'degree', 'MET', 'Seen')`);
    await tx.execute(sql`insert into actors.person_page (person_id, position, kind, url)
      values (${personId}, 1, 'HOME', 'https://home.example/') on conflict do nothing`);
    await tx.execute(sql`insert into actors.organization_founding (organization_id, person_id, founded_at)
      select id, ${personId}, now() from actors.organization limit 1`);
    // By the address, to them; by them, to another; each open.
    await tx.execute(sql`insert into actors.membership_invitation
      (id, organization_id, email, person_id, role, position, message, invited_by, state, created_at,
        expires_at)
      select 'inv_0000000000000000000000000' || n, o.id, case n when 1 then 'to.be@marked.example' end,
        case n when 2 then ${personId} when 3 then p.id end, 'MEMBER', 'Place', 'Come',
        case n when 3 then ${personId} else p.id end, 'OPEN', now(), now() + interval '1 day'
      from generate_series(1, 3) n, (select id from actors.organization order by id limit 1) o,
        (select id from actors.person where id <> ${personId} order by id limit 1) p`);
    await tx.execute(sql`insert into actors.membership_application
      (id, organization_id, person_id, message, reason, decided_by, state, created_at, expires_at,
        decided_at)
      select 'apl_0000000000000000000000000' || n, o.id, case n when 1 then ${personId} else p.id end,
        'May I', 'No', case n when 2 then ${personId} else p.id end, 'REFUSED', now(),
        now() + interval '1 day', now()
      from generate_series(1, 2) n, (select id from actors.organization order by id limit 1) o,
        (select id from actors.person where id <> ${personId} order by id limit 1) p`);
    await tx.execute(sql`insert into projects.participation (id, project_id, actor_id, role, joined_at)
      select 'pcp_00000000000000000000000000', id, ${personId}, 'SERVICE_SUPPORTER', now()
      from projects.project limit 1`);
  });
  const data = JSON.stringify({ person: personId, mail: mailbox });
  await database.job(`insert into job.job (name, data) values ('metrics.rebuild', $1::jsonb)`, [data]);
  await database.job(`insert into job.archive select *, now() from job.job where data->>'mail' = $1`, [
    mailbox,
  ]);
}

const all = (rows: Map<string, string[]>) =>
  [...rows].flatMap(([table, each]) => each.map((row) => `${table} ${row}`));
const isTheirs = (row: string) => row.toLowerCase().includes(marker) || row.includes(personId);
const erase = () =>
  graph.ask<{ personErase: Record<string, unknown> }>(
    `mutation ($id: ID!) { personErase(input: { personId: $id, isConfirmed: true }) {
      __typename ... on PersonEraseSuccess { person { id isErased name { zh en } orcid } } } }`,
    { viewer, variables: { id: personId } },
  );

describe('what is held about a person', () => {
  const exported = async () => {
    const fields = ['Metrics', 'Projects', 'Resources'].map((name) => `personalData${name}`);
    const seen = await graph.read<Record<string, string>>(`{ personalData ${fields.join(' ')} }`, { viewer });
    return Object.values(seen).flatMap((text) => JSON.parse(text) as Held[]);
  };

  test('is exported to them whole, with why it is held and for how long', async () => {
    const held = await exported();
    const text = JSON.stringify(held);
    const words = new Set(all(before).flatMap((row) => row.match(/mk7q9-[a-z0-9_-]+/g) ?? []));
    expect(words.size).toBeGreaterThan(10);
    expect([...words].filter((word) => !text.includes(word))).toEqual([]);
    expect(held.every(({ isWhole }) => isWhole)).toBe(true);
    const { rows, columns } = held.find(({ table }) => table === 'actors.person')!;
    expect(rows).toMatchObject([{ id: personId, contact_email: mailbox }]);
    expect(columns['contact_email']).toEqual({
      ...{ class: 'SENSITIVE', purpose: 'how to reach a person', retention: 'account' },
      erasure: 'VALUE_CLEARED',
    });
  });

  test('is the same on the command line, and nothing of anybody else', async () => {
    const byName = (a: Held, b: Held) => (a.table < b.table ? -1 : 1);
    const held = (await exportPerson(graph.database, personId)).sort(byName);
    expect((await exported()).sort(byName)).toEqual(held);
    const others = await graph.database.read.execute<{ id: string; name: string }>(
      sql`select id, name_en as name from actors.person where id <> ${personId}`,
    );
    const text = JSON.stringify(held);
    expect(others.filter(({ name }) => text.includes(name))).toEqual([]);
  });

  test('is shown to each for themselves alone: not to who is not signed in, and to no key', async () => {
    const asked = '{ personalData personalDataProjects personalDataResources personalDataMetrics }';
    const refused = [
      [null, 'UNAUTHENTICATED'],
      [{ ...viewer, scopes: allScopes }, 'FORBIDDEN'],
    ] as const;
    for (const [other, code] of refused) {
      const { data, errors } = await graph.ask(asked, { viewer: other });
      expect(Object.values(data ?? {}).filter((each) => each !== null)).toEqual([]);
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(Array(4).fill(code));
    }
    const { body } = await graph.ask(asked, { viewer: await graph.viewerOf('auditor') });
    expect(body).not.toContain(marker);
  });
});

describe('a person who is erased', () => {
  test('stood, before, in every personal column there is', () => {
    expect(problems).toEqual([]);
    const marked = [...before].filter(([, rows]) => rows.some((row) => row.toLowerCase().includes(marker)));
    expect(marked.map(([table]) => table)).toMatchInlineSnapshot(`
      [
        "actors.api_key",
        "actors.co_creation_role",
        "actors.membership",
        "actors.membership_application",
        "actors.membership_invitation",
        "actors.organization",
        "actors.person",
        "actors.person_page",
        "actors.qualification_document",
        "actors.qualification_mark",
        "actors.qualification_review",
        "actors.rule_vote",
        "actors.rule_vote_cast",
        "actors.sign_in",
        "actors.source_record",
        "job.archive",
        "job.job",
        "projects.participation",
        "resources.resource",
        "resources.source_record",
      ]
    `);
  });

  test('is heard of by every subgraph that holds something to clear', () => {
    expect(erasingSchemas().filter((schema) => !(schema in rooms))).toEqual([]);
    const names = consumers.map(({ name }) => name);
    expect(erasingSchemas().filter((schema) => !names.includes(consumerOf(schema)))).toEqual([]);
  });

  test('leaves nothing that tells who it was in a full dump, in an index, or in a job', async () => {
    const { data, errors } = await erase();
    expect(errors).toBeUndefined();
    const left = { id: personId, isErased: true, name: erasedName, orcid: null };
    expect(data!.personErase).toEqual({ __typename: 'PersonEraseSuccess', person: left });
    await graph.catchUp();
    expect(await graph.database.write((tx) => settleErasures(tx))).toBe(1);
    expect(await graph.database.read.$count(erasure)).toBe(0);
    const after = await rowsOf(graph.database);
    expect(all(after).filter((row) => row.toLowerCase().includes(marker))).toEqual([]);
    const { url } = graph;
    if (url) expect(dumpOf(url).toLowerCase().split(marker).length - 1).toBe(0);
  });

  test('takes nothing of anybody else along', async () => {
    const after = await rowsOf(graph.database);
    const moving = ['log.cursor', 'log.job_done', 'job.version', 'job.queue'];
    const others = all(before).filter((row) => !isTheirs(row) && !moving.includes(row.split(' ')[0]!));
    const there = new Set(all(after));
    expect(others.length).toBeGreaterThan(200);
    expect(others.filter((row) => !there.has(row))).toEqual([]);
    const gone = [...before].flatMap(([table, rows]) => {
      const theirs = rows.filter(isTheirs).length;
      const fewer = rows.length - (after.get(table)?.length ?? 0);
      return fewer > theirs ? [table] : [];
    });
    expect(gone).toEqual([]);
  });

  test('leaves every event as it was, and one that says so', async () => {
    const events = (rows: Map<string, string[]>) => rows.get('log.event')!;
    const after = await rowsOf(graph.database);
    const there = new Set(events(after));
    expect(events(before).filter((row) => !there.has(row))).toEqual([]);
    const rows = await graph.database.read.execute<{ kind: string; data: string; actor_id: string }>(sql`
      select kind, data::text as data, actor_id from log.event
      where subject = ${personId} and kind = 'person.erased'`);
    expect(rows).toEqual([{ kind: 'person.erased', data: '{}', actor_id: personId }]);
    // What ended with it: a place, what was offered to them, and who administers the organisation.
    const added = events(after).filter((row) => !new Set(events(before)).has(row));
    const kinds = added.map(
      (row) => /\b(?:person|membership|organization|coCreationRole)\.\w+/.exec(row)?.[0],
    );
    expect(kinds.sort()).toEqual([
      ...['membership.ended', 'membership.invitationWithdrawn', 'organization.leftUnadministered'],
      'person.erased',
    ]);
  });

  test('still answers by id, as one who is erased, with the parts taken in projects', async () => {
    const { node } = await graph.read<{ node: unknown }>(
      `{ node(id: "${personId}") { ... on Person { id isErased name { zh en } contact { email } affiliations { position } } } }`,
      { viewer: await graph.viewerOf('auditor') },
    );
    const name = { zh: '已注销的人', en: 'Erased person' };
    expect(node).toEqual({ id: personId, isErased: true, name, contact: { email: null }, affiliations: [] });
    const [found] = await graph.database.read.execute<{ parts: number }>(
      sql`select count(*)::int as parts from projects.participation where actor_id = ${personId}`,
    );
    expect(found?.parts).toBe(
      all(before).filter((row) => /^projects.participation .*/.test(row) && isTheirs(row)).length,
    );
  });

  test('signs in no more, and neither do their keys', async () => {
    await expect(graph.viewerOf('again')).rejects.toThrow('stands for nobody known here');
    const keys = await graph.database.read.execute(
      sql`select 1 as one from actors.published_key where secret_hash = ${keyHash}`,
    );
    expect(keys).toEqual([]);
  });

  test('is changed by nothing a second time', async () => {
    const once = await rowsOf(graph.database);
    const again = await erasePerson(newContext(graph.database, null), personId);
    expect(again?.done).toEqual([]);
    expect(await rowsOf(graph.database)).toEqual(once);
  });
});
