import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { governanceOf } from '../../../tests/kit/governance.ts';
import { throughKey } from '../../../tests/kit/platform.ts';

const tables = ['actors.platform_rules', 'actors.rule_vote'];
const drafter =
  'author of the rules who may still draft, or operator of the platform where an operator wrote them';
const forbidden = (requires: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${requires}.`,
});
const signedOut = (requires: string) => ({
  error: 'UNAUTHENTICATED',
  message: `Sign in first. This requires: ${requires}.`,
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

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('a draft', () => {
  it('is for operators, its author and auditors, and says what it is', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const shown = `rules { id number state title { zh en } text { en } changes { zh en } isProvisional
      effectiveOn
      author { id } isOpen tally { side } votes { side } viewerMay { action allowed } platform { id } }`;
    const author = seats[0]!.voter;
    const done = await kit.told('rulesDraft', { platformId, ...kit.words() }, author, shown);
    const { id, ...rest } = done['rules'] as { id: string };
    expect(rest).toEqual({
      ...{ number: null, state: 'DRAFT', title: { zh: '平台规则', en: 'Platform rules' } },
      ...{ text: { en: 'First rule\nSecond rule' }, changes: { zh: null, en: 'All of it' } },
      ...{ isProvisional: false, effectiveOn: '2020-01-01', author: { id: author.actorId } },
      ...{ isOpen: false, tally: null, votes: [], platform: { id: platformId } },
      viewerMay: [
        { action: 'rulesRevise', allowed: true },
        { action: 'rulesWithdraw', allowed: true },
        { action: 'ruleChangePropose', allowed: true },
        { action: 'rulesAdopt', allowed: false },
        { action: 'voteCast', allowed: false },
      ],
    });
    const list = `{ platformRules(id: "${id}") { text { en } }
      platform(id: "${platformId}") { ruleVersions { totalCount edges { node { id } } } } }`;
    const seen = async (viewer: Viewer | null) => {
      const answer = await graph.read<{
        platformRules: object | null;
        platform: { ruleVersions: { totalCount: number; edges: object[] } };
      }>(list, { viewer });
      const { totalCount, edges } = answer.platform.ruleVersions;
      return [answer.platformRules !== null, totalCount, edges.length];
    };
    const auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
    for (const viewer of [author, operator, auditor]) expect(await seen(viewer)).toEqual([true, 1, 1]);
    for (const viewer of [null, stranger, seats[1]!.voter]) expect(await seen(viewer)).toEqual([false, 0, 0]);
    expect(await kit.eventsOf(id)).toEqual([
      { kind: 'platformRules.drafted', actorId: author.actorId, data: { platformId } },
    ]);
  });

  test.each<[string, object]>([
    ['without a title', { title: {} }],
    ['without a text', { text: { zh: ' ' } }],
    ['with HTML', { text: { en: 'a <script>b</script>' } }],
    ['of 50,001 characters', { text: { zh: '条'.repeat(50_001) } }],
  ])('is refused %s', async (_what, own) => {
    const { platformId, operator } = await kit.governed();
    const ask = () => kit.mutate('rulesDraft', { platformId, ...kit.words(own) }, operator);
    await kit.expectNo(ask, { refusal: 'RULES_UNUSABLE' }, tables);
    const rulesId = await kit.draft(platformId, operator);
    const revise = () => kit.mutate('rulesRevise', { rulesId, ...kit.words(own) }, operator);
    await kit.expectNo(revise, { refusal: 'RULES_UNUSABLE' }, tables);
  });

  it('is begun by operators and holders of a seat, of that platform', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const { operator: other } = await kit.governed();
    const ask =
      (viewer: Viewer | null, own: object = {}) =>
      () =>
        kit.mutate('rulesDraft', { platformId, ...kit.words(), ...own }, viewer);
    const requires = 'operator of the platform, or holder of a seat in its committee';
    for (const viewer of [stranger, other, seats[0]!.administrator, throughKey(seats[0]!.voter)])
      await kit.expectNo(ask(viewer), forbidden(requires), tables);
    await kit.expectNo(ask(null), signedOut('signed in'), tables);
    await kit.expectNo(
      ask(operator, { platformId: newId('Platform') }),
      { refusal: 'PLATFORM_UNKNOWN' },
      tables,
    );
    const malformed = {
      error: 'BAD_USER_INPUT',
      message: expect.stringMatching(/day of the calendar/) as unknown,
    };
    await kit.expectNo(ask(operator, { effectiveOn: '2026-02-30' }), malformed, tables);
  });

  it('of an operator is revised by any of them, of a seat by its author alone', async () => {
    const { platformId, operator, seats } = await kit.withCommittee();
    const member = await kit.withRole(await kit.enter(), 'OPERATOR', { platformId });
    const [ours, theirs] = [
      await kit.draft(platformId, operator),
      await kit.draft(platformId, seats[0]!.voter),
    ];
    const revised = { ...kit.words(), text: { en: 'New' }, changes: null };
    const done = await kit.told(
      'rulesRevise',
      { rulesId: ours, ...revised },
      member,
      'rules { text { en } changes { en } }',
    );
    expect(done['rules']).toEqual({ text: { en: 'New' }, changes: null });
    const ask = () => kit.mutate('rulesRevise', { rulesId: theirs, ...revised }, operator);
    await kit.expectNo(ask, forbidden(drafter), tables);
    const taken = {
      ...(await kit.told('rulesWithdraw', { rulesId: theirs }, seats[0]!.voter, 'rules { state }')),
    };
    expect(taken['rules']).toEqual({ state: 'WITHDRAWN' });
    expect((await kit.eventsOf(theirs)).map(({ kind }) => kind)).toEqual([
      ...['platformRules.drafted', 'platformRules.withdrawn'],
    ]);
  });

  it('whose author gave up the seat stays where it is', async () => {
    const { platformId, seats } = await kit.withCommittee();
    const [{ voter, seatId }] = seats as [(typeof seats)[0]];
    const rulesId = await kit.draft(platformId, voter);
    await kit.told('committeeSeatResign', { seatId }, voter);
    const ask = () => kit.mutate('ruleChangePropose', { rulesId }, voter);
    await kit.expectNo(ask, forbidden(drafter), tables);
  });
});

describe('provisional rules', () => {
  it('let a young platform begin, and are marked', async () => {
    const { platformId, operator } = await kit.governed();
    const shown = 'rules { number state isProvisional effectiveOn }';
    const [first, second] = [await kit.draft(platformId, operator), await kit.draft(platformId, operator)];
    const adopted = await kit.told('rulesAdopt', { rulesId: first }, operator, shown);
    // A day that is gone becomes the day of adoption.
    const rules = { number: 1, state: 'ADOPTED', isProvisional: true, effectiveOn: today() };
    expect(adopted['rules']).toEqual(rules);
    const again = await kit.told('rulesAdopt', { rulesId: second }, operator, shown);
    expect(again['rules']).toEqual({ ...rules, number: 2 });
    const inForce = await graph.read(`{ platform(id: "${platformId}") { rules { id } } }`);
    expect(inForce).toEqual({ platform: { rules: { id: second } } });
  });

  it('that hold from a later day leave the version before them in force', async () => {
    const { platformId, operator } = await kit.governed();
    const [now, later] = [
      await kit.draft(platformId, operator),
      await kit.draft(platformId, operator, { effectiveOn: '2999-01-01' }),
    ];
    for (const rulesId of [now, later]) await kit.told('rulesAdopt', { rulesId }, operator);
    const inForce = await graph.read(`{ platform(id: "${platformId}") { rules { id } } }`);
    expect(inForce).toEqual({ platform: { rules: { id: now } } });
  });

  it('are numbered without a hole or a double when twenty are adopted at once', async () => {
    const { platformId, operator } = await kit.governed();
    const drafts = await Promise.all(Array.from({ length: 20 }, () => kit.draft(platformId, operator)));
    const done = await Promise.all(
      drafts.map((rulesId) => kit.told('rulesAdopt', { rulesId }, operator, 'rules { number }')),
    );
    const numbers = done.map(({ rules }) => (rules as { number: number }).number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('are no longer for operators to adopt once the committee is complete', async () => {
    const { platformId, operator } = await kit.withCommittee();
    const rulesId = await kit.draft(platformId, operator);
    const ask = () => kit.mutate('rulesAdopt', { rulesId }, operator);
    await kit.expectNo(ask, { refusal: 'COMMITTEE_COMPLETE' }, tables);
  });
});

describe('who may not', () => {
  const acts = ['rulesRevise', 'rulesWithdraw', 'rulesAdopt', 'ruleChangePropose'];
  test.each(acts)('%s: strangers, others, keys where in person, and nobody', async (act) => {
    const { platformId, operator } = await kit.governed();
    const { operator: other } = await kit.governed();
    const rulesId = await kit.draft(platformId, operator);
    const isInPerson = act === 'rulesAdopt' || act === 'ruleChangePropose';
    const ask =
      (viewer: Viewer | null, id: string = rulesId) =>
      () =>
        kit.mutate(act, { rulesId: id, ...(act === 'rulesRevise' ? kit.words() : {}) }, viewer);
    for (const viewer of [stranger, other])
      await kit.expectNo(ask(viewer), { refusal: 'RULES_UNKNOWN' }, tables);
    await kit.expectNo(ask(operator, newId('PlatformRules')), { refusal: 'RULES_UNKNOWN' }, tables);
    const auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
    const requires = act === 'rulesAdopt' ? 'operator of the platform, not through a key' : drafter;
    await kit.expectNo(ask(auditor), forbidden(requires), tables);
    const open = isInPerson ? 'signed in, not through a key' : 'signed in';
    await kit.expectNo(ask(null), signedOut(open), tables);
    if (isInPerson) await kit.expectNo(ask(throughKey(operator)), forbidden(open), tables);
    const malformed = { error: 'BAD_USER_INPUT', message: '"rul_1" is not a PlatformRules id.' };
    await kit.expectNo(ask(operator, 'rul_1'), malformed, tables);
  });
});

describe('the database itself', () => {
  it.each([
    ["text_en = 'Other'", 'platform_rules_adopted_stay'],
    ["effective_on = '2999-01-01'", 'platform_rules_adopted_stay'],
    ["state = 'DRAFT', number = null", 'platform_rules_adopted_stay'],
  ])('refuses to change adopted rules: %s', async (change, constraint) => {
    const { platformId, operator } = await kit.governed();
    const rulesId = await kit.draft(platformId, operator);
    await kit.told('rulesAdopt', { rulesId }, operator);
    const run = (text: string) =>
      graph.database.write((db) => db.execute(sql.raw(`${text} where id = '${rulesId}'`)));
    const isRefused = (error: unknown) =>
      [(error as Error).cause as { constraint?: string; constraint_name?: string }].every(
        (cause) => (cause.constraint ?? cause.constraint_name) === constraint,
      );
    await expect(run(`update actors.platform_rules set ${change}`)).rejects.toSatisfy(isRefused);
    await expect(run('delete from actors.platform_rules')).rejects.toSatisfy(isRefused);
  });
});
