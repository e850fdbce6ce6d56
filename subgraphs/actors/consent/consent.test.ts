import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consent, publishedConsent } from '../../../db/tables/actors/consent.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/scopes.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { declarePerson } from '../person/person.store.ts';
import { consents, hasConsent } from './consent.store.ts';
import { purposes } from './consent.wordings.ts';

let graph: Graph;
let context: Context;
beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
});
afterAll(() => graph[Symbol.asyncDispose]());

async function enter(): Promise<Viewer & { actorId: Id<'Person'> }> {
  const { id } = await declarePerson(context, { nameEn: 'Somebody' });
  return { actorId: id, organizations: [], roles: [], scopes: null };
}
const throughKey = (viewer: Viewer): Viewer => ({ ...viewer, scopes: allScopes });
const standing = async () => ({
  rows: await graph.database.read.select().from(consent).orderBy(consent.id),
  events: await graph.database.read.$count(event),
});

const shown = 'purpose isGiven wording { version } givenAt withdrawnAt';
interface Line {
  purpose: string;
  isGiven: boolean;
  wording: { version: number } | null;
  givenAt: string | null;
  withdrawnAt: string | null;
}
type Result = { __typename: string; consent?: Line; code?: string; message?: string } | null;
const give = (viewer: Viewer | null, input: object = {}) =>
  graph.ask<{ consentGive: Result }>(
    `mutation ($input: ConsentGiveInput!) { consentGive(input: $input) {
      __typename ... on Refusal { code message } ... on ConsentGiveSuccess { consent { ${shown} } } } }`,
    { viewer, variables: { input: { purpose: 'EXPERT_LISTING', version: 1, ...input } } },
  );
const withdraw = (viewer: Viewer | null, purpose = 'EXPERT_LISTING') =>
  graph.ask<{ consentWithdraw: Result }>(
    `mutation ($input: ConsentWithdrawInput!) { consentWithdraw(input: $input) {
      __typename ... on ConsentWithdrawSuccess { consent { ${shown} } } } }`,
    { viewer, variables: { input: { purpose } } },
  );
const eventsOf = (id: string) =>
  graph.database.read
    .select({ kind: event.kind, actorId: event.actorId, data: event.data })
    .from(event)
    .where(sql`${event.subject} = ${id} and ${event.kind} like 'consent.%'`)
    .orderBy(event.xid, event.id);
const at = expect.stringMatching(/Z$/) as string;

describe('a consent', () => {
  test('is given for no purpose at the beginning', async () => {
    const viewer = await enter();
    const { viewer: seen } = await graph.read<{ viewer: { person: { consents: Line[] } } }>(
      `{ viewer { person { consents { ${shown} } } } }`,
      { viewer },
    );
    const none = { isGiven: false, wording: null, givenAt: null, withdrawnAt: null };
    expect(seen.person.consents).toEqual(purposes.map((purpose) => ({ purpose, ...none })));
    for (const purpose of purposes)
      expect(await hasConsent({ ...context }, viewer.actorId, purpose)).toBe(false);
  });

  test('is asked in words that everybody can read, in both languages', async () => {
    const { consentPurposes } = await graph.read<{
      consentPurposes: { purpose: string; version: number; since: string; text: Record<string, string> }[];
    }>('{ consentPurposes { purpose version since text { zh en } } }');
    expect(consentPurposes.map(({ purpose, version, since }) => [purpose, version, since])).toEqual(
      purposes.map((purpose) => [purpose, 1, '2026-11-21']),
    );
    expect(consentPurposes.every(({ text }) => text['zh'] !== null && text['en'] !== null)).toBe(true);
  });

  test('holds from when it is given until the moment it is withdrawn, and can be given again', async () => {
    const viewer = await enter();
    const isListed = async () => {
      const rows = await graph.database.read
        .select({ id: person.id })
        .from(person)
        .where(sql`${person.id} = ${viewer.actorId} and ${consents(person.id, 'EXPERT_LISTING')}`);
      const published = await graph.database.read
        .select()
        .from(publishedConsent)
        .where(sql`${publishedConsent.personId} = ${viewer.actorId}`);
      expect(published.length).toBe(rows.length);
      expect(await hasConsent({ ...context }, viewer.actorId, 'EXPERT_LISTING')).toBe(rows.length === 1);
      return rows.length === 1;
    };
    expect(await isListed()).toBe(false);
    const line = { purpose: 'EXPERT_LISTING', wording: { version: 1 }, givenAt: at };
    expect((await give(viewer)).data?.consentGive).toEqual({
      __typename: 'ConsentGiveSuccess',
      consent: { ...line, isGiven: true, withdrawnAt: null },
    });
    expect(await isListed()).toBe(true);
    expect(await hasConsent({ ...context }, viewer.actorId, 'NEWSLETTER')).toBe(false);
    expect((await withdraw(viewer)).data?.consentWithdraw).toEqual({
      __typename: 'ConsentWithdrawSuccess',
      consent: { ...line, isGiven: false, withdrawnAt: at },
    });
    expect(await isListed()).toBe(false);
    await give(viewer);
    expect(await isListed()).toBe(true);
    const { actorId } = viewer;
    const data = { purpose: 'EXPERT_LISTING', version: 1 };
    expect(await eventsOf(actorId)).toEqual([
      { kind: 'consent.given', actorId, data },
      { kind: 'consent.withdrawn', actorId, data },
      { kind: 'consent.given', actorId, data },
    ]);
  });

  test('to older words holds no longer, and ends with the one to the new', async () => {
    const viewer = await enter();
    // As if the wording of today had come after a version 0, which the check of the database refuses.
    const older = { id: newId('Consent'), personId: viewer.actorId, purpose: 'NEWSLETTER' as const };
    await graph.database.write((tx) =>
      tx.insert(consent).values({ ...older, version: 99, givenAt: new Date() }),
    );
    expect(await hasConsent({ ...context }, viewer.actorId, 'NEWSLETTER')).toBe(false);
    await give(viewer, { purpose: 'NEWSLETTER' });
    const rows = (await standing()).rows.filter(({ personId }) => personId === viewer.actorId);
    expect(rows.map(({ version, withdrawnAt }) => [version, withdrawnAt === null])).toEqual([
      [99, false],
      [1, true],
    ]);
  });

  test('given by twenty requests at once is given once', async () => {
    const viewer = await enter();
    const answers = await Promise.all(Array.from({ length: 20 }, () => give(viewer)));
    expect(answers.map(({ data }) => data?.consentGive?.consent?.isGiven)).toEqual(Array(20).fill(true));
    expect((await eventsOf(viewer.actorId)).length).toBe(1);
    await Promise.all(Array.from({ length: 20 }, () => withdraw(viewer)));
    expect((await eventsOf(viewer.actorId)).length).toBe(2);
  });

  test('is shown to nobody else, and to no key', async () => {
    const viewer = await enter();
    const asked = `{ actor(id: "${viewer.actorId}") { ... on Person { consents { purpose } } } }`;
    for (const other of [await enter(), throughKey(viewer), null]) {
      const { data, extensions } = await graph.ask(asked, { viewer: other });
      expect(data).toEqual({ actor: { consents: null } });
      const requires = 'the person, not through a key';
      expect(extensions.denied).toEqual([{ coordinate: 'Person.consents', requires, count: 1 }]);
    }
  });
});

describe('consentGive and consentWithdraw', () => {
  test('change and record nothing a second time', async () => {
    const viewer = await enter();
    const none = await standing();
    expect((await withdraw(viewer)).data?.consentWithdraw?.consent).toMatchObject({
      isGiven: false,
      givenAt: null,
    });
    expect(await standing()).toEqual(none);
    const first = await give(viewer);
    const before = await standing();
    expect((await give(viewer)).data).toEqual(first.data);
    expect(await standing()).toEqual(before);
  });

  test('refuse words that are not those of today', async () => {
    const viewer = await enter();
    const before = await standing();
    expect((await give(viewer, { version: 2 })).data?.consentGive).toEqual({
      __typename: 'ConsentOutdated',
      code: 'CONSENT_OUTDATED',
      message: 'The wording that is asked today has version 1: read it in consentPurposes, then consent.',
    });
    expect(await standing()).toEqual(before);
  });

  test('are for whoever is signed in, and not for a key', async () => {
    const viewer = await enter();
    const before = await standing();
    for (const ask of [give, (who: Viewer | null) => withdraw(who)]) {
      const nobody = await ask(null);
      expect(nobody.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
      const key = await ask(throughKey(viewer));
      expect(key.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
    }
    expect(await standing()).toEqual(before);
  });

  test('answer an unknown purpose as malformed', async () => {
    const viewer = await enter();
    for (const { errors } of [await give(viewer, { purpose: 'EVERYTHING' }), await withdraw(viewer, 'ALL')])
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
  });
});
