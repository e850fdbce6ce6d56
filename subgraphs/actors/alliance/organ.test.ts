import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import type { MembershipRole } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { actor, eventsOf, expectNothingChanged } from '../../../tests/kit/act.ts';
import { freshDatabase, type FreshDatabase } from '../../../tests/kit/database.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { declareOrganization } from '../organization/organization.store.ts';
import { declarePerson } from '../person/person.store.ts';
import { checkAlliance } from './alliance.wish.ts';
import { lapseAlliances } from './deadlines.job.ts';
import { confirmFounding, proposeAlliance } from './founding.store.ts';
import { openMembership } from './membership.store.ts';

let fresh: FreshDatabase;
let graph: Graph;
let context: Context;
let act: ReturnType<typeof actor>;
let allianceId: Id<'Alliance'>;
let waiting: Id<'Alliance'>;
const org = {} as Record<'lead' | 'full' | 'observer' | 'outsider', Id<'Organization'>>;
const by = {} as Record<keyof typeof org | 'expert' | 'auditor', Viewer>;

beforeAll(async () => {
  fresh = await freshDatabase();
  graph = await openGraph({ beside: fresh as unknown as Graph });
  context = newContext(graph.database, null);
  act = actor(graph);
  for (const name of ['lead', 'full', 'observer', 'outsider'] as const) {
    org[name] = (await declareOrganization(context, { kind: 'SME', nameEn: name })).id;
    by[name] = await enter('ADMINISTRATOR', org[name]);
  }
  by.expert = await enter('MEMBER', org.full);
  const roles = [{ role: 'AUDITOR', platformId: null, region: null }] as const;
  by.auditor = { actorId: newId('Person'), organizations: [], roles, scopes: null };
  const wish = checkAlliance({
    ...{ kind: 'ALLIANCE', name: { en: 'A' }, charter: { en: 'C' }, admission: 'OPEN' },
    ...{ secretariatId: org.lead, founderIds: [org.full] },
    memberKinds: [
      { kind: 'FULL', opens: { en: 'All' }, rights: ['READ_ACTIVITIES', 'NOMINATE'] },
      { kind: 'OBSERVER', opens: { en: 'Little' }, rights: [] },
    ],
  });
  allianceId = await proposeAlliance(context, wish);
  await confirmFounding(context, allianceId, org.full);
  waiting = await proposeAlliance(context, wish);
  await openMembership(context, { allianceId, organizationId: org.observer, kind: 'OBSERVER' }, 'PRESENT');
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  await fresh[Symbol.asyncDispose]();
});

async function enter(role: MembershipRole, id: Id<'Organization'>): Promise<Viewer> {
  const person = await declarePerson(context, { nameEn: 'Somebody' });
  await beginMembership(context, { organizationId: id, personId: person.id, role });
  return { actorId: person.id, organizations: [{ id, role }], roles: [], scopes: null };
}

const createOrgan = (viewer: Viewer | null = by.lead, input: object = {}) =>
  act(
    'allianceOrganCreate',
    'organ { id kind }',
    { allianceId, kind: 'COUNCIL', name: { zh: '理事会' }, ...input },
    viewer,
  );
const organ = async () => String((await createOrgan()).row!['id']);
const nominate = (organId: string, viewer: Viewer | null, organizationId: string, input: object = {}) =>
  act('allianceSeatNominate', 'seat { id state }', { organId, organizationId, ...input }, viewer);
const seatStep = (name: string, seatId: string, viewer: Viewer | null) =>
  act(name, 'seat { id state endsOn }', { seatId }, viewer);
const inAnHour = (hours = 1) => new Date(Date.now() + hours * 3_600_000).toISOString();
const announce = (input: object = {}, viewer: Viewer | null = by.lead) =>
  act(
    'allianceActivityAnnounce',
    'activity { id }',
    {
      ...{ allianceId, title: { en: 'Meeting' }, startsAt: inAnHour(), endsAt: inAnHour(2) },
      ...{ place: 'Yichang', visibility: 'PUBLIC', ...input },
    },
    viewer,
  );
const cancel = (activityId: string, viewer: Viewer | null) =>
  act('allianceActivityCancel', 'activity { cancelledAt }', { activityId }, viewer);

describe('a seat', () => {
  test('is held at once when the secretariat names, and once confirmed when a member does', async () => {
    const organId = await organ();
    expect((await nominate(organId, by.lead, org.lead)).row).toMatchObject({ state: 'HELD' });
    const named = await nominate(organId, by.full, org.full, { personId: by.expert.actorId });
    const id = String(named.row!['id']);
    expect(named.row).toMatchObject({ state: 'NOMINATED' });
    const query = `{ alliance(id: "${allianceId}") { organs { id seats { state person { id } } } } }`;
    type Seen = { alliance: { organs: { id: string; seats: unknown[] }[] } };
    const seats = async (viewer: Viewer | null) =>
      (await graph.read<Seen>(query, { viewer })).alliance.organs.find((each) => each.id === organId)!.seats;
    const held = { state: 'HELD', person: null };
    const mine = { state: 'NOMINATED', person: { id: by.expert.actorId } };
    for (const viewer of [null, by.observer, by.outsider]) expect(await seats(viewer)).toEqual([held]);
    for (const viewer of [by.lead, by.full, by.expert, by.auditor])
      expect(await seats(viewer)).toEqual([held, mine]);
    expect((await seatStep('allianceSeatConfirm', id, by.lead)).row).toMatchObject({ state: 'HELD' });
    expect(await seats(null)).toEqual([held, { ...mine, state: 'HELD' }]);
    expect((await seatStep('allianceSeatEnd', id, by.expert)).row).toMatchObject({ state: 'ENDED' });
    expect((await eventsOf(graph, id)).map(({ kind }) => kind)).toEqual([
      ...['allianceSeat.nominated', 'allianceSeat.begun', 'allianceSeat.ended'],
    ]);
  });

  test('is named once by twenty at the same moment', async () => {
    const organId = await organ();
    const answers = await Promise.all(Array.from({ length: 20 }, () => nominate(organId, by.full, org.full)));
    expect(answers.filter(({ is }) => is === 'AllianceSeatNominateSuccess').length).toBe(1);
    expect(answers.filter(({ is }) => is === 'ALLIANCE_STEP_CLOSED').length).toBe(19);
  });

  test('not confirmed lapses after 60 days and frees its place; a term ends by itself', async () => {
    const organId = await organ();
    const id = String((await nominate(organId, by.full, org.full)).row!['id']);
    const endsOn = inAnHour(24 * 10).slice(0, 10);
    const held = String((await nominate(organId, by.lead, org.lead, { endsOn })).row!['id']);
    await fresh.shiftClock('61 days');
    expect((await seatStep('allianceSeatConfirm', id, by.lead)).is).toBe('ALLIANCE_STEP_CLOSED');
    expect((await nominate(organId, by.full, org.full)).is).toBe('AllianceSeatNominateSuccess');
    await graph.database.write((tx) => lapseAlliances(tx, new Date()));
    await fresh.shiftClock('0');
    const last = async (seat: string) => (await eventsOf(graph, seat)).at(-1)!.kind;
    expect([await last(id), await last(held)]).toEqual(['allianceSeat.lapsed', 'allianceSeat.ended']);
  });

  test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
    const organId = await organ();
    const id = String((await nominate(organId, by.full, org.full)).row!['id']);
    const past = { startsOn: '2020-01-01', endsOn: '2020-02-01' };
    await expectNothingChanged(graph, 'actors.alliance', [
      ['ALLIANCE_UNUSABLE', () => createOrgan(by.lead, { name: { zh: '\u202e' } })],
      ['ALLIANCE_STEP_CLOSED', () => createOrgan(by.lead, { allianceId: waiting })],
      ['ALLIANCE_UNKNOWN', () => createOrgan(by.outsider, { allianceId: waiting })],
      ['FORBIDDEN', () => createOrgan(by.full)],
      ['UNAUTHENTICATED', () => createOrgan(null)],
      ['BAD_USER_INPUT', () => createOrgan(by.lead, { kind: 'BOARD' })],
      ['ALLIANCE_STEP_CLOSED', () => nominate(organId, by.observer, org.observer)],
      ['ALLIANCE_STEP_CLOSED', () => nominate(organId, by.outsider, org.outsider)],
      ['ALLIANCE_UNUSABLE', () => nominate(organId, by.full, org.full, { personId: by.lead.actorId })],
      ['ALLIANCE_UNUSABLE', () => nominate(organId, by.full, org.full, past)],
      ['ALLIANCE_UNKNOWN', () => nominate(newId('AllianceOrgan'), by.full, org.full)],
      ['FORBIDDEN', () => nominate(organId, by.expert, org.full)],
      ['UNAUTHENTICATED', () => nominate(organId, null, org.full)],
      ['BAD_USER_INPUT', () => nominate('x', by.full, org.full)],
      ['FORBIDDEN', () => seatStep('allianceSeatConfirm', id, by.full)],
      ['UNAUTHENTICATED', () => seatStep('allianceSeatConfirm', id, null)],
      ['ALLIANCE_UNKNOWN', () => seatStep('allianceSeatConfirm', id, by.outsider)],
      ['BAD_USER_INPUT', () => seatStep('allianceSeatConfirm', 'x', by.lead)],
      ['ALLIANCE_UNKNOWN', () => seatStep('allianceSeatEnd', newId('AllianceSeat'), by.lead)],
      ['FORBIDDEN', () => seatStep('allianceSeatEnd', id, by.expert)],
      ['UNAUTHENTICATED', () => seatStep('allianceSeatEnd', id, null)],
      ['BAD_USER_INPUT', () => seatStep('allianceSeatEnd', 'x', by.lead)],
    ]);
    await seatStep('allianceSeatEnd', id, by.full);
    expect((await seatStep('allianceSeatEnd', id, by.full)).is).toBe('ALLIANCE_STEP_CLOSED');
  });
});

describe('an activity', () => {
  test('for members is known to those whose kind reads them, by every route; for others it is absent', async () => {
    const open = String((await announce()).row!['id']);
    const closed = String((await announce({ visibility: 'MEMBERS', url: 'https://a.example/' })).row!['id']);
    const query = `{ alliance(id: "${allianceId}") { activities(isAhead: true) {
      totalCount edges { node { id } } } } }`;
    const some = (...ids: string[]) => ({
      alliance: { activities: { totalCount: ids.length, edges: ids.map((id) => ({ node: { id } })) } },
    });
    for (const viewer of [null, by.observer, by.outsider]) {
      expect((await graph.ask(query, { viewer })).data).toEqual(some(open));
      const expected = viewer ? 'ALLIANCE_UNKNOWN' : 'UNAUTHENTICATED';
      expect((await cancel(closed, viewer)).is).toBe(expected);
    }
    for (const viewer of [by.lead, by.full, by.expert, by.auditor])
      expect((await graph.ask(query, { viewer })).data).toEqual(some(closed, open));
    expect((await cancel(open, by.lead)).is).toBe('AllianceActivityCancelSuccess');
    expect((await cancel(open, by.lead)).is).toBe('ALLIANCE_STEP_CLOSED');
    expect((await graph.ask(query, { viewer: null })).data).toEqual(some());
    expect((await eventsOf(graph, open)).map(({ kind }) => kind)).toEqual([
      ...['allianceActivity.announced', 'allianceActivity.cancelled'],
    ]);
  });

  test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
    const id = String((await announce()).row!['id']);
    await expectNothingChanged(graph, 'actors.alliance', [
      ['ALLIANCE_UNUSABLE', () => announce({ place: null })],
      ['ALLIANCE_UNUSABLE', () => announce({ startsAt: inAnHour(-1) })],
      ['ALLIANCE_UNUSABLE', () => announce({ endsAt: inAnHour(0.5) })],
      ['ALLIANCE_UNUSABLE', () => announce({ title: { en: '' } })],
      ['ALLIANCE_STEP_CLOSED', () => announce({ allianceId: waiting })],
      ['ALLIANCE_UNKNOWN', () => announce({ allianceId: waiting }, by.outsider)],
      ['FORBIDDEN', () => announce({}, by.full)],
      ['UNAUTHENTICATED', () => announce({}, null)],
      ['BAD_USER_INPUT', () => announce({ url: 'x' })],
      ['FORBIDDEN', () => cancel(id, by.full)],
      ['ALLIANCE_UNKNOWN', () => cancel(newId('AllianceActivity'), by.lead)],
      ['UNAUTHENTICATED', () => cancel(id, null)],
      ['BAD_USER_INPUT', () => cancel('x', by.lead)],
    ]);
  });
});
