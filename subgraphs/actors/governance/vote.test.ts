import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { violates } from '../../../db/client.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { governanceOf } from '../../../tests/kit/governance.ts';
import { throughKey } from '../../../tests/kit/platform.ts';
import { closeVotes } from './governance.job.ts';

const tables = ['actors.platform_rules', 'actors.rule_vote', 'actors.rule_vote_cast'];
const requires = 'holder of a seat since the vote opened, not through a key';
const forbidden = (words: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${words}.`,
});

let graph: Graph;
let kit: ReturnType<typeof governanceOf>;
let stranger: Viewer;
beforeAll(async () => {
  graph = await openGraph();
  kit = governanceOf(graph);
  stranger = await kit.enter();
});
afterAll(() => graph[Symbol.asyncDispose]());

interface Seen {
  platformRules: {
    state: string;
    number: number | null;
    isOpen: boolean;
    tally: { side: string; for: number; against: number; abstain: number; absent: number }[] | null;
    votes: { side: string; choice: string | null; reason: string | null; person: { id: string } }[];
  };
}
const see = async (id: string, viewer: Viewer | null = null) =>
  (
    await graph.read<Seen>(
      `{ platformRules(id: "${id}") { state number isOpen tally { side for against abstain absent }
        votes { side choice reason person { id } } } }`,
      { viewer },
    )
  ).platformRules;
const closeAt = (id: string, to: string) =>
  graph.database.write((db) =>
    db.execute(sql`update actors.platform_rules set closes_at = db_now() + ${to}::interval where id = ${id}`),
  );
const work = () => graph.database.write((db) => closeVotes.work(db, {}));
const castsOf = (id: string) =>
  graph.database.read.execute<{ number: number; choice: string; reason: string | null }>(
    sql`select number, choice, reason from actors.rule_vote_cast where rules_id = ${id} order by seat_id, number`,
  );

describe('ruleChangePropose', () => {
  it('opens one vote, for fourteen days, however many are proposed at once', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const drafts = await Promise.all(Array.from({ length: 20 }, () => kit.draft(platformId, operator)));
    const shown = 'rules { id proposedAt closesAt isOpen tally { side } }';
    const answers = await Promise.all(
      drafts.map((rulesId) => kit.told('ruleChangePropose', { rulesId }, operator, shown)),
    );
    expect(answers.filter(({ code }) => code === 'RULES_PROPOSAL_OPEN').length).toBe(19);
    const { rules } = answers.find(({ code }) => code === undefined)! as { rules?: Record<string, string> };
    expect(rules).toMatchObject({ isOpen: true, tally: null });
    expect(Date.parse(rules!['closesAt']!) - Date.parse(rules!['proposedAt']!)).toBe(14 * 86_400_000);
    const [event] = (await kit.eventsOf(rules!['id']!)).slice(-1);
    expect(event).toEqual({
      ...{ kind: 'platformRules.proposed', actorId: operator.actorId },
      data: { platformId, seatIds: seats.map(({ seatId }) => seatId), closesAt: rules!['closesAt'] },
    });
    const asked = `{ platform(id: "${platformId}") { proposal { id } } }`;
    expect(await graph.read(asked)).toEqual({ platform: { proposal: { id: rules!['id'] } } });
  });

  it('is refused by the database itself where another is open', async () => {
    const { platformId, operator } = await kit.withCommittee();
    await kit.proposed(platformId, operator);
    const second = await kit.draft(platformId, operator);
    const write = graph.database.write((db) =>
      db.execute(
        sql`update actors.platform_rules set state = 'PROPOSED', closes_at = db_now() where id = ${second}`,
      ),
    );
    await expect(write).rejects.toSatisfy((error) => violates(error, 'platform_rules_one_proposal'));
  });

  it('needs a seat of every side', async () => {
    const { platformId, operator } = await kit.governed();
    for (const side of ['SUPPLIER', 'DEMANDER'] as const) await kit.seat(platformId, operator, side);
    const rulesId = await kit.draft(platformId, operator);
    const ask = () => kit.mutate('ruleChangePropose', { rulesId }, operator);
    await kit.expectNo(ask, { refusal: 'COMMITTEE_INCOMPLETE' }, tables);
    await kit.seat(platformId, operator, 'SUPPORTER');
    expect((await ask()).data!['ruleChangePropose']!.code).toBeUndefined();
    await kit.expectNo(ask, { refusal: 'RULES_NOT_DRAFT' }, tables);
    const revise = () => kit.mutate('rulesRevise', { rulesId, ...kit.words() }, operator);
    await kit.expectNo(revise, { refusal: 'RULES_NOT_DRAFT' }, tables);
    const adopt = () => kit.mutate('rulesAdopt', { rulesId }, operator);
    await kit.expectNo(adopt, { refusal: 'RULES_NOT_DRAFT' }, tables);
  });

  it('is free again the moment a vote is over, before any job has run', async () => {
    const { platformId, operator } = await kit.withCommittee();
    const first = await kit.proposed(platformId, operator);
    await closeAt(first, '0');
    const second = await kit.draft(platformId, operator);
    const done = await kit.told('ruleChangePropose', { rulesId: second }, operator);
    expect(done.code).toBeUndefined();
    expect((await see(first)).state).toBe('REJECTED');
  });
});

describe('voteCast', () => {
  it('is kept each time, counts once, and is nobody else’s until the close', async () => {
    const { platformId, operator, seats } = await kit.withCommittee(2);
    const rulesId = await kit.proposed(platformId, operator);
    const [one, other] = seats as [(typeof seats)[0], (typeof seats)[0]];
    await kit.vote(rulesId, one, 'AGAINST', 'Too dear <3');
    await kit.vote(rulesId, one, 'FOR', 'Better now');
    const own = { side: 'SUPPLIER', choice: 'FOR', reason: 'Better now', person: { id: one.voter.actorId } };
    expect((await see(rulesId, one.voter)).votes).toEqual([own]);
    for (const viewer of [null, stranger, operator, one.administrator])
      expect(await see(rulesId, viewer)).toMatchObject({ votes: [], tally: null, isOpen: true });
    expect((await see(rulesId, other.voter)).votes.map(({ choice }) => choice)).toEqual([null]);
    expect(await castsOf(rulesId)).toEqual([
      { number: 1, choice: 'AGAINST', reason: 'Too dear <3' },
      { number: 2, choice: 'FOR', reason: 'Better now' },
    ]);
    const { actorId } = one.voter;
    const told = (await kit.eventsOf(rulesId)).slice(2);
    expect(told).toEqual(
      [1, 2].map((number) => ({
        ...{ kind: 'vote.cast', actorId, data: { platformId, seatId: one.seatId, number } },
      })),
    );
    await closeAt(rulesId, '0');
    const seen = await see(rulesId);
    expect(seen.isOpen).toBe(false);
    expect(seen.votes.length).toBe(6);
    expect(seen.votes.filter(({ choice }) => choice !== null)).toEqual([own]);
    expect(seen.tally).toEqual([
      { side: 'SUPPLIER', for: 1, against: 0, abstain: 0, absent: 1 },
      { side: 'DEMANDER', for: 0, against: 0, abstain: 0, absent: 2 },
      { side: 'SUPPORTER', for: 0, against: 0, abstain: 0, absent: 2 },
    ]);
  });

  it('is one row of one seat, however often it is cast at once; every cast is kept in order', async () => {
    const { platformId, operator, seats } = await kit.withCommittee(2);
    const rulesId = await kit.proposed(platformId, operator);
    const choices = ['FOR', 'AGAINST', 'ABSTAIN'] as const;
    await Promise.all(Array.from({ length: 20 }, (_, at) => kit.vote(rulesId, seats[0]!, choices[at % 3]!)));
    const casts = await castsOf(rulesId);
    expect(casts.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    const [own] = (await see(rulesId, seats[0]!.voter)).votes;
    expect(own!.choice).toBe(casts.at(-1)!.choice);
  });

  it('at the close is counted or refused, never half', async () => {
    const { platformId, operator, seats } = await kit.withCommittee(3);
    const rulesId = await kit.proposed(platformId, operator);
    await closeAt(rulesId, '80 milliseconds');
    const answers = await Promise.all([
      ...seats.map((seat, at) =>
        new Promise((done) => setTimeout(done, at * 20)).then(() => kit.vote(rulesId, seat, 'AGAINST')),
      ),
      work(),
    ]);
    await closeAt(rulesId, '0').catch(() => {});
    await work();
    const told = answers.slice(0, -1) as { code?: string }[];
    const counted = told.filter(({ code }) => code === undefined).length;
    expect(told.filter(({ code }) => code === 'VOTE_CLOSED').length).toBe(told.length - counted);
    const { state, tally } = await see(rulesId);
    expect([state, tally!.reduce((sum, side) => sum + side.against, 0)]).toEqual(['REJECTED', counted]);
    expect((await castsOf(rulesId)).length).toBe(counted);
    const decided = (await kit.eventsOf(rulesId)).filter(({ kind }) => kind === 'platformRules.rejected');
    expect(decided.length).toBe(1);
  });

  it('of the last that is needed adopts, once, when all vote at the same moment', async () => {
    const { platformId, operator, seats } = await kit.withCommittee(3);
    const rulesId = await kit.proposed(platformId, operator);
    const answers = await Promise.all(seats.map((seat) => kit.vote(rulesId, seat, 'FOR')));
    const { state, number, tally } = await see(rulesId);
    const counted = answers.filter(({ code }) => code === undefined).length;
    expect([state, number]).toEqual(['ADOPTED', 1]);
    expect(tally!.every((side) => side.for > 0)).toBe(true);
    expect(tally!.reduce((sum, side) => sum + side.for, 0)).toBe(counted);
    expect(answers.filter(({ code }) => code === 'VOTE_CLOSED').length).toBe(9 - counted);
    const adopted = (await kit.eventsOf(rulesId)).filter(({ kind }) => kind === 'platformRules.adopted');
    expect(adopted.map(({ actorId }) => actorId)).toEqual([null]);
  });

  it('is for seats of the moment the vote opened: none is filled while it runs', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    const late = await kit.seat(platformId, operator, 'DEMANDER');
    const ask =
      (viewer: Viewer | null, id: string = rulesId) =>
      () =>
        kit.mutate('voteCast', { rulesId: id, choice: 'FOR' }, viewer);
    for (const viewer of [late.voter, seats[0]!.administrator, operator, stranger])
      await kit.expectNo(ask(viewer), forbidden(requires), tables);
    await kit.expectNo(ask(throughKey(seats[0]!.voter)), forbidden('signed in, not through a key'), tables);
    const signIn = 'Sign in first. This requires: signed in, not through a key.';
    await kit.expectNo(ask(null), { error: 'UNAUTHENTICATED', message: signIn }, tables);
    const absent = ask(seats[0]!.voter, newId('PlatformRules'));
    await kit.expectNo(absent, { refusal: 'RULES_UNKNOWN' }, tables);
    const malformed = { error: 'BAD_USER_INPUT', message: '"rul_1" is not a PlatformRules id.' };
    await kit.expectNo(ask(seats[0]!.voter, 'rul_1'), malformed, tables);
  });

  test.each(['resigned', 'over', 'left'] as const)('is refused once the seat is %s', async (how) => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    const { voter, seatId } = seats[0]!;
    if (how === 'resigned') await kit.told('committeeSeatResign', { seatId }, voter);
    if (how === 'over')
      await graph.database.write((db) =>
        db.execute(sql`update actors.committee_seat set starts_at = db_now() - interval '2 days',
          ends_at = db_now() where id = ${seatId}`),
      );
    if (how === 'left')
      await graph.database.write((db) =>
        db
          .update(membership)
          .set({ endsOn: '2999-01-01' })
          .where(sql`person_id = ${voter.actorId}`),
      );
    const refusal = how === 'left' ? 'COMMITTEE_SEAT_UNFIT' : 'COMMITTEE_SEAT_ENDED';
    await kit.expectNo(() => kit.mutate('voteCast', { rulesId, choice: 'FOR' }, voter), { refusal }, tables);
  });

  it('is refused with a reason that cannot be used, and once the vote is over', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    const ask = (own: object) => () =>
      kit.mutate('voteCast', { rulesId, choice: 'FOR', ...own }, seats[0]!.voter);
    for (const reason of ['<b>No</b>', 'x'.repeat(2_001)])
      await kit.expectNo(ask({ reason }), { refusal: 'RULES_UNUSABLE' }, tables);
    await closeAt(rulesId, '0');
    await kit.expectNo(ask({}), { refusal: 'VOTE_CLOSED' }, tables);
    const withdraw = () => kit.mutate('rulesWithdraw', { rulesId }, operator);
    await kit.expectNo(withdraw, { refusal: 'RULES_DECIDED' }, tables);
  });
});

describe('a vote', () => {
  it('that nobody decided is rejected at its close by the job, once, with its tally', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    await kit.vote(rulesId, seats[0]!, 'FOR');
    await work();
    expect((await see(rulesId)).state).toBe('PROPOSED');
    await closeAt(rulesId, '0');
    for (let time = 0; time < 2; time += 1) await work();
    const told = (await kit.eventsOf(rulesId)).filter(({ kind }) => kind === 'platformRules.rejected');
    const side = (name: string, inFavour: number) => ({
      ...{ side: name, seats: 1, for: inFavour, against: 0, abstain: 0, absent: 1 - inFavour },
    });
    const tally = [side('SUPPLIER', 1), side('DEMANDER', 0), side('SUPPORTER', 0)];
    expect(told).toEqual([{ kind: 'platformRules.rejected', actorId: null, data: { platformId, tally } }]);
  });

  it('is withdrawn by who proposed it, and then shows nobody how others voted', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    await kit.vote(rulesId, seats[0]!, 'FOR');
    await kit.told('rulesWithdraw', { rulesId }, operator);
    expect(await see(rulesId)).toMatchObject({ state: 'WITHDRAWN', votes: [], tally: null });
    const ask = () => kit.mutate('voteCast', { rulesId, choice: 'FOR' }, seats[1]!.voter);
    await kit.expectNo(ask, { refusal: 'VOTE_CLOSED' }, tables);
  });

  it('leaves its words and its casts as they are: the database refuses to change them', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const rulesId = await kit.proposed(platformId, operator);
    await kit.vote(rulesId, seats[0]!, 'FOR');
    const run = (text: string) => graph.database.write((db) => db.execute(sql.raw(text)));
    const changes: [string, string][] = [
      [
        `update actors.platform_rules set text_en = 'x' where id = '${rulesId}'`,
        'platform_rules_proposed_stay',
      ],
      [
        `update actors.rule_vote_cast set choice = 'AGAINST' where rules_id = '${rulesId}'`,
        'rule_vote_cast_stays',
      ],
      [`delete from actors.rule_vote_cast where rules_id = '${rulesId}'`, 'rule_vote_cast_stays'],
    ];
    for (const [change, constraint] of changes)
      await expect(run(change)).rejects.toSatisfy((error) => violates(error, constraint));
  });
});
