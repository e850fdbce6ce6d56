import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { eventsOf, expectNothingChanged } from '../../../tests/kit/act.ts';
import { type Company, openCompany, won } from '../../../tests/kit/company.ts';
import { lapsePartnerships } from './partnership.store.ts';

let company: Company;
let { graph, org, by, act, shiftedBy } = {} as Company;

beforeAll(async () => {
  company = await openCompany();
  ({ graph, org, by, act, shiftedBy } = company);
});
afterAll(() => company[Symbol.asyncDispose]());

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const propose = (input: object = {}, viewer: Viewer | null = by.lead) =>
  act(
    'partnershipPropose',
    'partnership { id state }',
    {
      ...{ proposerId: org.lead, partyIds: [org.second], scope: { en: 'Testing of generics' } },
      ...{ scopes: ['TESTING'], startsOn: day(0), endsOn: day(365), visibility: 'PUBLIC', ...input },
    },
    viewer,
  );
const proposed = async (input: object = {}) => String((await propose(input)).row!['id']);
const answer = (
  name: string,
  partnershipId: string,
  organizationId: string,
  viewer: Viewer | null,
  more = {},
) => act(name, 'partnership { id state notice }', { partnershipId, organizationId, ...more }, viewer);
const agreed = async (input: object = {}) => {
  const id = await proposed(input);
  const { row } = await answer('partnershipConfirm', id, org.second, by.second);
  expect(row).toMatchObject({ state: 'AGREED' });
  return id;
};
const end = (id: string, viewer: Viewer | null, organizationId: string, notice = 'Moving on.') =>
  answer('partnershipEnd', id, organizationId, viewer, { notice });
const kindsOf = async (id: string) => (await eventsOf(graph, id)).map(({ kind }) => kind.split('.')[1]);

test('is agreed when the last of the parties has confirmed, and ended by any with notice', async () => {
  const id = await proposed({ partyIds: [org.second, org.third] });
  const { row } = await answer('partnershipConfirm', id, org.second, by.second);
  expect(row).toMatchObject({ state: 'PROPOSED' });
  await answer('partnershipConfirm', id, org.third, by.third);
  const query = `{ partnership(id: "${id}") { state scopes scope { en }
    parties { organization { id } confirmedAt }
    proposer { id } endedBy { id } notice viewerMay { action allowed } } }`;
  const seen = await graph.read<{ partnership: Record<string, unknown> }>(query, { viewer: by.third });
  expect(seen.partnership).toMatchObject({
    ...{ state: 'AGREED', scopes: ['TESTING'], proposer: { id: org.lead }, endedBy: null, notice: null },
    viewerMay: [
      { action: 'partnershipConfirm', allowed: false },
      { action: 'partnershipDecline', allowed: false },
      { action: 'partnershipEnd', allowed: true },
    ],
  });
  expect((await end(id, by.third, org.third)).row).toMatchObject({ state: 'ENDED', notice: 'Moving on.' });
  expect(await kindsOf(id)).toEqual(['proposed', 'confirmed', 'confirmed', 'agreed', 'ended']);
  const stranger = await graph.ask<{ partnership: object }>(query);
  expect(stranger.data!.partnership).toMatchObject({ endedBy: { id: org.third }, notice: null });
  expect(stranger.extensions.denied?.map(({ coordinate }) => coordinate)).toEqual(['Partnership.notice']);
});

test('lets one of twenty answers at the same moment count, yes or no', async () => {
  const id = await proposed();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_each, n) =>
      answer(n % 2 ? 'partnershipConfirm' : 'partnershipDecline', id, org.second, by.second),
    ),
  );
  expect(won(answers)).toBe(1);
  expect([['confirmed', 'agreed'], ['declined']]).toContainEqual((await kindsOf(id)).slice(1));
  const running = await agreed();
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_each, n) =>
      n % 2 ? end(running, by.lead, org.lead) : end(running, by.second, org.second),
    ),
  );
  expect(won(ends)).toBe(1);
});

test('is absent for others by every route while proposed, and always where it is for the parties', async () => {
  const waiting = await proposed({ partyIds: [org.third] });
  const secret = await agreed({ visibility: 'PARTIES' });
  const open = await agreed();
  const query = (id: string) => `{ partnership(id: "${id}") { id }
    actor(id: "${org.lead}") { ... on Organization {
      partnerships(first: 100) { totalCount edges { node { id } } } } } }`;
  type Seen = {
    partnership: object | null;
    actor: { partnerships: { totalCount: number; edges: { node: { id: string } }[] } };
  };
  const seen = async (viewer: Viewer | null) => {
    const { data } = await graph.ask<Seen>(query(waiting).replace('first: 100', 'first: 50'), { viewer });
    const { edges, totalCount } = data!.actor.partnerships;
    expect(totalCount).toBe(edges.length);
    return [waiting, secret, open].map((id) => edges.some(({ node }) => node.id === id));
  };
  for (const viewer of [null, by.firm, by.other]) {
    expect(await seen(viewer)).toEqual([false, false, true]);
    for (const id of [waiting, secret]) {
      const absent = await graph.ask(query(newId('Partnership')).replace('first: 100', 'first: 50'), {
        viewer,
      });
      const hidden = await graph.ask(query(id).replace('first: 100', 'first: 50'), { viewer });
      expect(hidden.body).toBe(absent.body);
    }
  }
  expect(await seen(by.second)).toEqual([false, true, true]);
  expect(await seen(by.third)).toEqual([true, false, true]);
  for (const viewer of [by.lead, by.leadMember, by.auditor])
    expect(await seen(viewer)).toEqual([true, true, true]);
});

test('lapses after 30 days and expires with its term, at once for who asks and by the job once', async () => {
  const [waiting, running] = [await proposed(), await agreed({ endsOn: day(20) })];
  const state = async (id: string) => {
    const query = `{ partnership(id: "${id}") { state } }`;
    return (await graph.read<{ partnership: { state: string } }>(query, { viewer: by.lead })).partnership
      .state;
  };
  await shiftedBy('19 days', async () =>
    expect([await state(waiting), await state(running)]).toEqual(['PROPOSED', 'AGREED']),
  );
  await shiftedBy('31 days', async () => {
    expect([await state(waiting), await state(running)]).toEqual(['LAPSED', 'EXPIRED']);
    const late = await answer('partnershipConfirm', waiting, org.second, by.second);
    expect([late.is, (await end(running, by.lead, org.lead)).is]).toEqual([
      ...['PARTNERSHIP_STEP_CLOSED', 'PARTNERSHIP_STEP_CLOSED'],
    ]);
    const first = await graph.database.write((tx) => lapsePartnerships(tx, new Date()));
    expect([first > 1, await graph.database.write((tx) => lapsePartnerships(tx, new Date()))]).toEqual([
      true,
      0,
    ]);
  });
  expect([(await kindsOf(waiting)).at(-1), (await kindsOf(running)).at(-1)]).toEqual(['lapsed', 'expired']);
});

test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
  const [waiting, running] = [await proposed(), await agreed()];
  const tooLong = { endsOn: day(11 * 366) };
  const step = (name: string, ...rest: [string, string, Viewer | null]) =>
    name === 'partnershipEnd' ? end(rest[0], rest[2], rest[1]) : answer(name, ...rest);
  await expectNothingChanged(graph, 'actors.partnership', [
    ['PARTNERSHIP_UNUSABLE', () => propose({ partyIds: [] })],
    ['PARTNERSHIP_UNUSABLE', () => propose({ partyIds: [org.lead] })],
    ['PARTNERSHIP_UNUSABLE', () => propose({ partyIds: [newId('Organization')] })],
    ['PARTNERSHIP_UNUSABLE', () => propose({ scopes: [] })],
    ['PARTNERSHIP_UNUSABLE', () => propose({ scope: { zh: '' } })],
    ['PARTNERSHIP_UNUSABLE', () => propose({ endsOn: day(-1) })],
    ['PARTNERSHIP_UNUSABLE', () => propose(tooLong)],
    ['FORBIDDEN', () => propose({}, by.leadMember)],
    ['FORBIDDEN', () => propose({}, by.other)],
    ['UNAUTHENTICATED', () => propose({}, null)],
    ['BAD_USER_INPUT', () => propose({ startsOn: '2026-02-30' })],
    ...(['partnershipConfirm', 'partnershipDecline', 'partnershipEnd'] as const).flatMap(
      (name) =>
        [
          ['PARTNERSHIP_STEP_CLOSED', () => step(name, waiting, org.lead, by.lead)],
          ['PARTNERSHIP_UNKNOWN', () => step(name, waiting, org.third, by.third)],
          ['PARTNERSHIP_UNKNOWN', () => step(name, newId('Partnership'), org.second, by.second)],
          ['PARTNERSHIP_STEP_CLOSED', () => step(name, running, org.third, by.third)],
          ['FORBIDDEN', () => step(name, waiting, org.second, by.lead)],
          ['UNAUTHENTICATED', () => step(name, waiting, org.second, null)],
          ['BAD_USER_INPUT', () => step(name, 'x', org.second, by.second)],
        ] as const,
    ),
    ['PARTNERSHIP_UNUSABLE', () => end(running, by.lead, org.lead, ' ')],
  ]);
});
