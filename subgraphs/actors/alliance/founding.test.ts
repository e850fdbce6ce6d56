import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { eventsOf, expectNothingChanged } from '../../../tests/kit/act.ts';
import { allianceSteps, type Company, openCompany, terms, won } from '../../../tests/kit/company.ts';
import { lapseAlliances } from './deadlines.job.ts';

let company: Company;
let { graph, org, by, act, shiftedBy } = {} as Company;
let { found, confirm, proposed, founded } = {} as ReturnType<typeof allianceSteps>;

beforeAll(async () => {
  company = await openCompany();
  ({ graph, org, by, act, shiftedBy } = company);
  ({ found, confirm, proposed, founded } = allianceSteps(company));
});
afterAll(() => company[Symbol.asyncDispose]());

describe('founding', () => {
  test('waits for every founder, then makes each a full member and the alliance public', async () => {
    const id = await proposed({ founderIds: [org.second, org.third] });
    expect((await confirm(id, org.second, by.second)).row).toEqual({ id, state: 'PROPOSED' });
    expect((await confirm(id, org.third, by.third)).row).toEqual({ id, state: 'FOUNDED' });
    const query = `{ alliance(id: "${id}") { state industry region { code } fields
      admission answerBy foundedAt
      secretariat { id } founders { organization { id } } charter { version isInForce text { zh en } }
      whatJoiningOpens { kind rights opens { en } } memberCounts { kind count }
      memberships { totalCount edges { node { kind state organization { id } } } }
      viewerMay { action allowed } } }`;
    const { alliance } = await graph.read<{ alliance: Record<string, unknown> }>(query);
    const founders = [org.lead, org.second, org.third];
    expect(alliance).toMatchObject({
      ...{ state: 'FOUNDED', industry: 'C27', region: { code: '420500' }, fields: ['generic drugs'] },
      ...{ secretariat: { id: org.lead }, admission: 'APPLICATION' },
      founders: founders.map((each) => ({ organization: { id: each } })),
      charter: { version: 1, isInForce: true, text: { zh: '第一条 宗旨', en: null } },
      whatJoiningOpens: [
        { kind: 'OBSERVER', rights: [], opens: { en: 'OBSERVER' } },
        { kind: 'FULL', rights: ['NOMINATE', 'READ_ACTIVITIES'], opens: { en: 'FULL' } },
      ],
      memberCounts: [
        { kind: 'UNIVERSITY', count: 1 },
        { kind: 'INSTITUTE', count: 1 },
        { kind: 'ENTERPRISE', count: 1 },
        { kind: 'PUBLIC_BODY', count: 0 },
        { kind: 'OTHER', count: 0 },
      ],
      memberships: { totalCount: 3 },
    });
    expect((alliance['viewerMay'] as { allowed: boolean }[]).map(({ allowed }) => allowed)).toEqual(
      Array(6).fill(false),
    );
    expect((await eventsOf(graph, id)).map(({ kind }) => kind)).toEqual([
      'alliance.proposed',
      ...['alliance.foundingConfirmed', 'alliance.foundingConfirmed', 'alliance.founded'],
    ]);
  });

  test('is founded once when twenty last words are given at the same moment', async () => {
    const id = await proposed();
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(id, org.second, by.second)));
    expect(won(answers)).toBe(1);
    const told = (await eventsOf(graph, id)).filter(({ kind }) => kind === 'alliance.founded');
    expect(told).toEqual([{ kind: 'alliance.founded', data: { founderIds: [org.lead, org.second].sort() } }]);
  });

  test('sees the other word when the last two are given at once', async () => {
    const id = await proposed({ founderIds: [org.second, org.third] });
    const answers = await Promise.all([confirm(id, org.second, by.second), confirm(id, org.third, by.third)]);
    expect(won(answers)).toBe(2);
    const told = (await eventsOf(graph, id)).map(({ kind }) => kind);
    expect(told.slice(-2)).toEqual(['alliance.foundingConfirmed', 'alliance.founded']);
  });

  test('is refused where it cannot be, and to whoever may not; nothing changes', async () => {
    const id = await proposed();
    const text = 'x'.repeat(201);
    await expectNothingChanged(graph, 'actors.alliance', [
      ['ALLIANCE_UNUSABLE', () => found({ founderIds: [] })],
      ['ALLIANCE_UNUSABLE', () => found({ founderIds: [org.lead] })],
      ['ALLIANCE_UNUSABLE', () => found({ founderIds: [newId('Organization')] })],
      ['ALLIANCE_UNUSABLE', () => found({ name: { en: text } })],
      ['ALLIANCE_UNUSABLE', () => found({ charter: { en: '<b>x</b>' } })],
      ['ALLIANCE_UNUSABLE', () => found({ fields: [' '] })],
      ['ALLIANCE_UNUSABLE', () => found({ memberKinds: [terms('OBSERVER', [])] })],
      ['ALLIANCE_UNUSABLE', () => found({ memberKinds: [terms('FULL', []), terms('FULL', [])] })],
      ['UNAUTHENTICATED', () => found({}, null)],
      ['FORBIDDEN', () => found({}, by.leadMember)],
      ['FORBIDDEN', () => found({}, by.unverified)],
      ['FORBIDDEN', () => found({}, by.other)],
      ['BAD_USER_INPUT', () => found({ industry: 'X99' })],
      ['BAD_USER_INPUT', () => found({ secretariatId: 'org_1' })],
      ['ALLIANCE_STEP_CLOSED', () => confirm(id, org.lead, by.lead)],
      ['ALLIANCE_UNKNOWN', () => confirm(newId('Alliance'), org.second, by.second)],
      ['ALLIANCE_UNKNOWN', () => confirm(id, org.third, by.third)],
      ['FORBIDDEN', () => confirm(id, org.second, by.lead)],
      ['UNAUTHENTICATED', () => confirm(id, org.second, null)],
      ['BAD_USER_INPUT', () => confirm('all_1', org.second, by.second)],
    ]);
  });

  test('until done answers like an absent one to all but the founders, their members and auditors', async () => {
    const id = await proposed({ name: { en: 'Secretfounding' } });
    const asked = (alliance: string) => `{ alliance(id: "${alliance}") { id } node(id: "${alliance}") { id }
      alliances(filter: { text: "Secretfounding" }) { totalCount edges { node { id } } } }`;
    const absent = newId('Alliance');
    for (const viewer of [null, by.firm, by.other]) {
      const seen = await graph.ask(asked(id), { viewer });
      expect(seen.body).toBe((await graph.ask(asked(absent), { viewer })).body);
      expect(seen.data).toMatchObject({ alliance: null, node: null, alliances: { totalCount: 0 } });
    }
    for (const viewer of [by.lead, by.leadMember, by.second, by.auditor])
      expect((await graph.ask(asked(id), { viewer })).data).toMatchObject({
        ...{ alliance: { id }, node: { id }, alliances: { totalCount: 1 } },
      });
  });

  test('lapses after 60 days, at once for who asks and by the job for the record', async () => {
    const id = await proposed();
    const state = () => graph.read<unknown>(`{ alliance(id: "${id}") { state } }`, { viewer: by.lead });
    await shiftedBy('59 days', async () =>
      expect(await state()).toEqual({ alliance: { state: 'PROPOSED' } }),
    );
    await shiftedBy('61 days', async () => {
      expect(await state()).toEqual({ alliance: { state: 'LAPSED' } });
      expect((await confirm(id, org.second, by.second)).is).toBe('ALLIANCE_STEP_CLOSED');
      const first = await graph.database.write((tx) => lapseAlliances(tx, new Date()));
      const second = await graph.database.write((tx) => lapseAlliances(tx, new Date()));
      expect([first > 0, second]).toEqual([true, 0]);
    });
    expect(await state()).toEqual({ alliance: { state: 'LAPSED' } });
    expect((await eventsOf(graph, id)).at(-1)).toEqual({ kind: 'alliance.lapsed', data: {} });
  });
});

describe('the charter', () => {
  const adopt = (allianceId: string, text: object, viewer: Viewer | null) =>
    act('allianceCharterAdopt', 'alliance { charter { version } }', { allianceId, text }, viewer);

  test('is kept in every version, with one in force, also when twenty are adopted at once', async () => {
    const id = await founded();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_each, n) => adopt(id, { en: `Text ${n}` }, by.lead)),
    );
    expect(won(answers)).toBe(20);
    const query = `{ alliance(id: "${id}") { charter { version }
      charters(first: 30) { totalCount edges { node { version isInForce } } } } }`;
    const versions = Array.from({ length: 21 }, (_each, n) => 21 - n);
    expect(await graph.read(query)).toEqual({
      alliance: {
        charter: { version: 21 },
        charters: {
          totalCount: 21,
          edges: versions.map((version) => ({ node: { version, isInForce: version === 21 } })),
        },
      },
    });
  });

  test('is adopted by the secretariat alone, once there is an alliance', async () => {
    const [id, waiting] = [await founded(), await proposed()];
    await expectNothingChanged(graph, 'actors.alliance', [
      ['ALLIANCE_UNUSABLE', () => adopt(id, { en: ' ' }, by.lead)],
      ['ALLIANCE_STEP_CLOSED', () => adopt(waiting, { en: 'x' }, by.lead)],
      ['ALLIANCE_UNKNOWN', () => adopt(waiting, { en: 'x' }, by.firm)],
      ['FORBIDDEN', () => adopt(id, { en: 'x' }, by.second)],
      ['UNAUTHENTICATED', () => adopt(id, { en: 'x' }, null)],
      ['BAD_USER_INPUT', () => adopt('x', { en: 'x' }, by.lead)],
    ]);
  });
});

test('lists alliances by kind, industry, region and words, in as many statements for two as for twenty', async () => {
  const name = { en: 'Sericulture' };
  const mine = { name, kind: 'COMMUNITY', industry: 'A0330', region: '330100', fields: ['silkworm'] };
  for (let n = 0; n < 20; n += 1) await founded(mine);
  const ask = (first: number, filter: string) =>
    graph.ask<{ alliances: { totalCount: number } }>(`{ alliances(first: ${first}, filter: { ${filter} }) {
      totalCount edges { node { name { en } secretariat { id } founders { organization { id } }
        charter { version } whatJoiningOpens { kind } memberCounts { count }
        memberships { totalCount edges { node { kind } } } } } } }`);
  for (const filter of [
    ...['kind: COMMUNITY', 'industry: "A03"', 'region: "330000"', 'text: "silkworm"', 'text: "Sericul"'],
  ])
    expect((await ask(1, filter)).data!.alliances.totalCount).toBe(20);
  expect((await ask(1, 'industry: "A04"')).data!.alliances.totalCount).toBe(0);
  const [two, twenty] = [await ask(2, 'kind: COMMUNITY'), await ask(20, 'kind: COMMUNITY')];
  expect(twenty.statements).toBe(two.statements);
});
