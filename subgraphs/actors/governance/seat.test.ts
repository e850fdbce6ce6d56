import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { membership } from '../../../db/tables/actors/membership.ts';
import type { Viewer } from '../../../schema/context.ts';
import type { CommitteeSide } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { governanceOf } from '../../../tests/kit/governance.ts';
import { throughKey } from '../../../tests/kit/platform.ts';
import { endCommitteeSeats } from './governance.job.ts';

const tables = ['actors.committee_seat'];
const forbidden = (requires: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${requires}.`,
});
const notByKey = forbidden('signed in, not through a key');
const signInFirst = {
  error: 'UNAUTHENTICATED',
  message: 'Sign in first. This requires: signed in, not through a key.',
};

let graph: Graph;
let kit: ReturnType<typeof governanceOf>;
let stranger: Viewer;
beforeAll(async () => {
  graph = await openGraph();
  kit = governanceOf(graph);
  stranger = await kit.enter();
});
afterAll(() => graph[Symbol.asyncDispose]());

const seatOf = async (id: string) =>
  (
    await graph.database.read.execute<{ state: string }>(
      sql`select state from actors.committee_seat where id = ${id}`,
    )
  )[0]!.state;
const shift = (id: string, column: 'accept_by' | 'ends_at', to = '-1 second') =>
  graph.database.write((db) =>
    db.execute(sql`update actors.committee_seat
      set ${sql.raw(column)} = db_now() + ${to}::interval,
        starts_at = least(starts_at, db_now() - interval '1 day') where id = ${id}`),
  );
const endSeats = () => graph.database.write((db) => endCommitteeSeats.work(db, {}));

describe('committeeSeatFill', () => {
  it('offers a seat for a term, known to the operators, the organisation and the person', async () => {
    const { platformId, operator } = await kit.governed();
    const { organizationId, administrator, voter } = await kit.party();
    const endsAt = kit.inDays(365);
    const wish = { platformId, side: 'DEMANDER', organizationId, personId: voter.actorId, endsAt };
    const shown =
      'seat { id side state endsAt organization { id } person { id } viewerMay { action allowed } }';
    const { seat } = (await kit.told('committeeSeatFill', wish, operator, shown)) as {
      seat?: { id: string } & Record<string, unknown>;
    };
    expect(seat).toMatchObject({
      ...{ side: 'DEMANDER', state: 'NOMINATED', endsAt, organization: { id: organizationId } },
      ...{ person: { id: voter.actorId } },
    });
    const list = `{ platform(id: "${platformId}") {
      committee { isComplete seats { id } } committeeSeats { totalCount edges { node { id } } } } }`;
    const listed = (is: boolean) => ({
      platform: {
        committee: { isComplete: false, seats: [] },
        committeeSeats: is
          ? { totalCount: 1, edges: [{ node: { id: seat!.id } }] }
          : { totalCount: 0, edges: [] },
      },
    });
    for (const viewer of [operator, administrator, voter])
      expect(await graph.read(list, { viewer })).toEqual(listed(true));
    for (const viewer of [null, stranger]) expect(await graph.read(list, { viewer })).toEqual(listed(false));
    expect(await kit.eventsOf(seat!.id)).toEqual([
      {
        ...{ kind: 'committeeSeat.filled', actorId: operator.actorId },
        data: { platformId, side: 'DEMANDER', organizationId, personId: voter.actorId },
      },
    ]);
  });

  it('offers an organisation one seat, however many are offered at once', async () => {
    const { platformId, operator } = await kit.governed();
    const { organizationId, voter } = await kit.party();
    const wish = { platformId, side: 'SUPPLIER', organizationId, personId: voter.actorId };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        kit.told('committeeSeatFill', { ...wish, endsAt: kit.inDays(10) }, operator),
      ),
    );
    expect(answers.map((each) => each.__typename).sort()).toEqual([
      'CommitteeSeatFillSuccess',
      ...Array<string>(19).fill('CommitteeSeatTaken'),
    ]);
  });

  it('gives one side fifteen seats, also when twenty are offered at once', async () => {
    const { platformId, operator } = await kit.governed();
    const parties = await Promise.all(Array.from({ length: 20 }, () => kit.party()));
    const answers = await Promise.all(
      parties.map(({ organizationId, voter }) =>
        kit.told(
          'committeeSeatFill',
          { platformId, side: 'SUPPORTER', organizationId, personId: voter.actorId, endsAt: kit.inDays(9) },
          operator,
        ),
      ),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'COMMITTEE_SEATS_TOO_MANY').length).toBe(5);
    expect(codes.filter((code) => code === undefined).length).toBe(15);
  });

  it('refuses a term without end or of four years, and a person who is no member', async () => {
    const { platformId, operator } = await kit.governed();
    const { organizationId, voter } = await kit.party();
    const wish = { platformId, side: 'SUPPLIER', organizationId, personId: voter.actorId };
    const ask = (own: object) => () => kit.mutate('committeeSeatFill', { ...wish, ...own }, operator);
    for (const days of [-1, 1_200])
      await kit.expectNo(ask({ endsAt: kit.inDays(days) }), { refusal: 'COMMITTEE_SEAT_UNUSABLE' }, tables);
    const other = { endsAt: kit.inDays(9), personId: stranger.actorId };
    await kit.expectNo(ask(other), { refusal: 'COMMITTEE_SEAT_UNFIT' }, tables);
    const malformed = { error: 'BAD_USER_INPUT', message: '"per_1" is not a Person id.' };
    await kit.expectNo(ask({ endsAt: kit.inDays(9), personId: 'per_1' }), malformed, tables);
  });

  it('is for operators of that platform, in person', async () => {
    const { platformId, operator } = await kit.governed();
    const { operator: other } = await kit.governed();
    const { organizationId, administrator, voter } = await kit.party();
    const wish = { platformId, side: 'SUPPLIER', organizationId, personId: voter.actorId };
    const ask =
      (viewer: Viewer | null, own: object = {}) =>
      () =>
        kit.mutate('committeeSeatFill', { ...wish, endsAt: kit.inDays(9), ...own }, viewer);
    for (const viewer of [stranger, administrator, other])
      await kit.expectNo(ask(viewer), forbidden('operator of the platform, not through a key'), tables);
    await kit.expectNo(ask(throughKey(operator)), notByKey, tables);
    await kit.expectNo(ask(null), signInFirst, tables);
    const absent = { platformId: newId('Platform') };
    await kit.expectNo(ask(operator, absent), { refusal: 'PLATFORM_UNKNOWN' }, tables);
  });
});

describe('a seat', () => {
  // State by act: the state it leads to, or the refusal.
  const ended = 'COMMITTEE_SEAT_ENDED';
  const table: Record<string, Record<string, string>> = {
    NOMINATED: { committeeSeatAccept: 'HELD', committeeSeatDecline: 'DECLINED', committeeSeatResign: ended },
    'NOMINATED, late': {},
    HELD: { committeeSeatResign: 'RESIGNED' },
    'HELD, over': {},
    DECLINED: {},
    LAPSED: {},
    RESIGNED: {},
    EXPIRED: {},
  };
  const acts = ['committeeSeatAccept', 'committeeSeatDecline', 'committeeSeatResign'];
  test.each(Object.keys(table).flatMap((state) => acts.map((act) => [state, act] as const)))(
    'that is %s does by %s what the table says',
    async (state, act) => {
      const { platformId, operator } = await kit.governed();
      const party = await kit.party();
      const seatId = await kit.nominate(platformId, operator, party, 'SUPPLIER');
      if (/HELD|RESIGNED|EXPIRED/.test(state))
        await kit.told('committeeSeatAccept', { seatId }, party.administrator);
      if (state === 'DECLINED') await kit.told('committeeSeatDecline', { seatId }, party.administrator);
      if (state === 'RESIGNED') await kit.told('committeeSeatResign', { seatId }, party.voter);
      if (state === 'NOMINATED, late' || state === 'LAPSED') await shift(seatId, 'accept_by');
      if (state === 'HELD, over' || state === 'EXPIRED') await shift(seatId, 'ends_at');
      if (state === 'LAPSED' || state === 'EXPIRED') await endSeats();
      if (!state.includes(',')) expect(await seatOf(seatId)).toBe(state);
      const ask = () => kit.mutate(act, { seatId }, party.administrator);
      const wanted = table[state]![act] ?? ended;
      if (wanted === ended) return kit.expectNo(ask, { refusal: ended }, tables);
      expect((await ask()).errors).toBeUndefined();
      expect(await seatOf(seatId)).toBe(wanted);
    },
  );

  test.each(acts)('is answered by %s of those whose seat it is, in person', async (act) => {
    const { platformId, operator } = await kit.governed();
    const party = await kit.party();
    const seatId = await kit.nominate(platformId, operator, party, 'SUPPLIER');
    const ask =
      (viewer: Viewer | null, id: string = seatId) =>
      () =>
        kit.mutate(act, { seatId: id }, viewer);
    const requires =
      act === 'committeeSeatResign'
        ? 'holder of the seat, or administrator of its organisation, not through a key'
        : 'administrator of the organisation of the seat, not through a key';
    await kit.expectNo(ask(operator), forbidden(requires), tables);
    await kit.expectNo(ask(stranger), { refusal: 'COMMITTEE_SEAT_UNKNOWN' }, tables);
    await kit.expectNo(
      ask(party.administrator, newId('CommitteeSeat')),
      { refusal: 'COMMITTEE_SEAT_UNKNOWN' },
      tables,
    );
    await kit.expectNo(ask(throughKey(party.administrator)), notByKey, tables);
    await kit.expectNo(ask(null), signInFirst, tables);
    const malformed = { error: 'BAD_USER_INPUT', message: '"sea_1" is not a CommitteeSeat id.' };
    await kit.expectNo(ask(party.administrator, 'sea_1'), malformed, tables);
  });

  it('is not accepted for a person who left the organisation meanwhile', async () => {
    const { platformId, operator } = await kit.governed();
    const party = await kit.party();
    const seatId = await kit.nominate(platformId, operator, party, 'SUPPLIER');
    await graph.database.write((db) =>
      db
        .update(membership)
        .set({ endsOn: '2999-01-01' })
        .where(sql`person_id = ${party.voter.actorId}`),
    );
    const ask = () => kit.mutate('committeeSeatAccept', { seatId }, party.administrator);
    await kit.expectNo(ask, { refusal: 'COMMITTEE_SEAT_UNFIT' }, tables);
  });

  it('of each side makes the committee complete, until one term is over; the place is free at once', async () => {
    const { platformId, operator } = await kit.governed();
    const seats: Record<string, Id<'CommitteeSeat'>> = {};
    for (const side of ['SUPPLIER', 'DEMANDER', 'SUPPORTER'] satisfies CommitteeSide[])
      seats[side] = (await kit.seat(platformId, operator, side)).seatId;
    const asked = `{ platform(id: "${platformId}") { committee { isComplete seats { id } } } }`;
    type Asked = { platform: { committee: { isComplete: boolean; seats: { id: string }[] } } };
    const seen = async () => (await graph.read<Asked>(asked)).platform.committee;
    expect(await seen()).toEqual({ isComplete: true, seats: Object.values(seats).map((id) => ({ id })) });
    await shift(seats['DEMANDER']!, 'ends_at');
    expect((await seen()).isComplete).toBe(false);
    expect(await seatOf(seats['DEMANDER']!)).toBe('HELD');
    const [old] = await graph.database.read.execute<{ organization_id: string; person_id: string }>(
      sql`select organization_id, person_id from actors.committee_seat where id = ${seats['DEMANDER']!}`,
    );
    const again = { organizationId: old!.organization_id, personId: old!.person_id };
    const wish = { platformId, side: 'DEMANDER', endsAt: kit.inDays(9), ...again };
    expect((await kit.told('committeeSeatFill', wish, operator)).__typename).toBe('CommitteeSeatFillSuccess');
    expect(await seatOf(seats['DEMANDER']!)).toBe('EXPIRED');
    await endSeats();
    const kinds = (await kit.eventsOf(seats['DEMANDER']!)).map(({ kind }) => kind);
    expect(kinds).toEqual(['committeeSeat.filled', 'committeeSeat.accepted', 'committeeSeat.expired']);
  });
});
