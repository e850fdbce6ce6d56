import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { platformsOf, throughKey } from '../../../tests/kit/platform.ts';
import { operatorsMax } from './platform.operators.store.ts';

const tables = ['actors.platform', 'actors.platform_region', 'actors.role_grant'];
const lead = 'administrator of the organisation in the lead, not through a key';
const keeper = 'operator of the platform, or administrator of the organisation in the lead, or auditor';
const forbidden = (requires: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${requires}.`,
});

let graph: Graph;
let kit: ReturnType<typeof platformsOf>;
let lead0: Id<'Organization'>;
let id: Id<'Platform'>;
const people = {} as Record<'administrator' | 'operator' | 'auditor' | 'stranger' | 'otherOperator', Viewer>;

beforeAll(async () => {
  graph = await openGraph();
  kit = platformsOf(graph);
  lead0 = await kit.organization('Lead');
  ({ id } = await kit.platform(lead0));
  const { id: other } = await kit.platform(await kit.organization('Other'));
  people.administrator = await kit.enter('ADMINISTRATOR', lead0);
  people.operator = await kit.withRole(await kit.enter('MEMBER', lead0), 'OPERATOR', { platformId: id });
  people.otherOperator = await kit.withRole(await kit.enter(), 'OPERATOR', { platformId: other });
  people.auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
  people.stranger = await kit.enter();
});
afterAll(() => graph[Symbol.asyncDispose]());

const appoint = (personId: string, viewer: Viewer | null = people.administrator, platformId: string = id) =>
  kit.mutate(
    'platformOperatorAppoint',
    { platformId, personId },
    viewer,
    'platform { operatorPeople { id } }',
  );
const dismiss = (personId: string, viewer: Viewer | null = people.administrator, platformId: string = id) =>
  kit.mutate(
    'platformOperatorDismiss',
    { platformId, personId },
    viewer,
    'platform { operatorPeople { id } }',
  );

describe('operators', () => {
  it('are appointed from members of the organisation, once, and dismissed; each is recorded', async () => {
    const person = (await kit.enter('MEMBER', lead0)).actorId;
    const shown = { platform: { operatorPeople: [{ id: people.operator.actorId }, { id: person }] } };
    for (let time = 0; time < 2; time += 1) {
      const { data } = await appoint(person);
      expect(data!['platformOperatorAppoint']).toMatchObject(shown);
    }
    for (let time = 0; time < 2; time += 1) {
      const { data } = await dismiss(person);
      const left = { platform: { operatorPeople: [{ id: people.operator.actorId }] } };
      expect(data!['platformOperatorDismiss']).toMatchObject(left);
    }
    const { actorId } = people.administrator;
    const data = { role: 'OPERATOR', platformId: id, region: null };
    expect((await kit.eventsOf(person)).slice(2)).toEqual([
      { kind: 'role.granted', actorId, data },
      { kind: 'role.revoked', actorId, data },
    ]);
  });

  it('are never all dismissed, also when each is at the same moment', async () => {
    const organizationId = await kit.organization('Lead');
    const { id: platformId } = await kit.platform(organizationId);
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    const operators = await Promise.all(
      Array.from({ length: 20 }, async () => (await kit.enter('MEMBER', organizationId)).actorId),
    );
    for (const person of operators) await appoint(person, administrator, platformId);
    const answers = await Promise.all(operators.map((person) => dismiss(person, administrator, platformId)));
    const codes = answers.map(({ data }) => data!['platformOperatorDismiss']!.code);
    expect(codes.filter((code) => code === 'PLATFORM_LAST_OPERATOR').length).toBe(1);
    expect(codes.filter((code) => code === undefined).length).toBe(19);
  });

  it(`are at most ${operatorsMax}, also when twenty ask for the last place`, async () => {
    const organizationId = await kit.organization('Lead');
    const { id: platformId } = await kit.platform(organizationId);
    const administrator = await kit.enter('ADMINISTRATOR', organizationId);
    for (let at = 0; at < operatorsMax - 1; at += 1)
      await kit.withRole(await kit.enter(), 'OPERATOR', { platformId });
    const members = await Promise.all(
      Array.from({ length: 20 }, async () => (await kit.enter('MEMBER', organizationId)).actorId),
    );
    const answers = await Promise.all(members.map((person) => appoint(person, administrator, platformId)));
    const codes = answers.map(({ data }) => data!['platformOperatorAppoint']!.code);
    expect(codes.filter((code) => code === 'PLATFORM_OPERATORS_TOO_MANY').length).toBe(19);
    expect(codes.filter((code) => code === undefined).length).toBe(1);
  });

  it('cannot be who belongs to no organisation that runs it, or where it was not admitted', async () => {
    const person = people.stranger.actorId;
    await kit.expectNo(() => appoint(person), { refusal: 'PLATFORM_OPERATOR_UNFIT' }, tables);
    const wish = { operatorId: lead0, name: { en: 'Second' }, kind: 'INTERMEDIARY', regions: ['420500'] };
    const made = await kit.told('platformRegister', wish, people.administrator, 'platform { id }');
    const second = (made['platform'] as { id: string }).id;
    const ask = () => appoint(people.administrator.actorId, people.administrator, second);
    await kit.expectNo(ask, { refusal: 'PLATFORM_NOT_ACTIVE' }, tables);
  });

  test.each([
    ['appointed', appoint],
    ['dismissed', dismiss],
  ] as const)('are %s by administrators of the organisation in the lead, in person', async (_what, ask) => {
    const person = people.operator.actorId;
    for (const viewer of [people.operator, people.auditor, people.stranger, people.otherOperator])
      await kit.expectNo(() => ask(person, viewer), forbidden(lead), tables);
    const key = throughKey(people.administrator);
    await kit.expectNo(() => ask(person, key), forbidden('signed in, not through a key'), tables);
    const signIn = 'Sign in first. This requires: signed in, not through a key.';
    await kit.expectNo(() => ask(person, null), { error: 'UNAUTHENTICATED', message: signIn }, tables);
    const absent = () => ask(person, people.administrator, newId('Platform'));
    await kit.expectNo(absent, { refusal: 'PLATFORM_UNKNOWN' }, tables);
    const message = '"per_1" is not a Person id.';
    await kit.expectNo(() => ask('per_1'), { error: 'BAD_USER_INPUT', message }, tables);
  });

  it('are told to those who keep the platform, and to nobody else', async () => {
    const query = `{ platform(id: "${id}") { operatorPeople { id } } }`;
    const coordinate = 'Platform.operatorPeople';
    for (const viewer of [people.operator, people.administrator, people.auditor])
      expect(await graph.read(query, { viewer })).toEqual({
        platform: { operatorPeople: [{ id: people.operator.actorId }] },
      });
    for (const viewer of [null, people.stranger, people.otherOperator]) {
      const { data, extensions } = await graph.ask(query, { viewer });
      expect(data).toEqual({ platform: { operatorPeople: null } });
      expect(extensions.denied?.map((line) => line.coordinate)).toEqual([coordinate]);
    }
  });
});

describe('platformDescribe', () => {
  const shown = 'platform { name { zh en } website contactUrl regions { code } languages }';
  const described = (input: object, viewer: Viewer | null = people.operator) =>
    kit.mutate('platformDescribe', { platformId: id, ...input }, viewer, shown);

  it('replaces what is given and leaves the rest; what is already so is not recorded again', async () => {
    const input = { name: { en: ' New ' }, contactUrl: 'https://p.example/contact', regions: ['420506'] };
    for (let time = 0; time < 2; time += 1) {
      const { data } = await described(input);
      expect(data!['platformDescribe']!['platform']).toEqual({
        ...{ name: { zh: null, en: 'New' }, website: null, contactUrl: 'https://p.example/contact' },
        ...{ regions: [{ code: '420506' }], languages: ['zh'] },
      });
    }
    const { data } = await described({ contactUrl: null, languages: ['en'] }, throughKey(people.operator));
    expect(data!['platformDescribe']!['platform']).toMatchObject({ contactUrl: null, languages: ['en'] });
    const { actorId } = people.operator;
    expect((await kit.eventsOf(id)).slice(1)).toEqual([
      { kind: 'platform.described', actorId, data: { regions: ['420506'], languages: ['zh'] } },
      { kind: 'platform.described', actorId, data: { regions: ['420506'], languages: ['en'] } },
    ]);
  });

  it('keeps every change when twenty change different things at once', async () => {
    const inputs = [
      { name: { en: 'Raced' } },
      { website: 'https://raced.example/' },
      { languages: ['zh', 'fr'] },
    ];
    await Promise.all(Array.from({ length: 20 }, (_, at) => described(inputs[at % 3]!)));
    const { data } = await described({});
    expect(data!['platformDescribe']!['platform']).toMatchObject({
      ...{ name: { zh: null, en: 'Raced' }, website: 'https://raced.example/', languages: ['zh', 'fr'] },
    });
  });

  it('adds regions beyond those it was admitted for only by an auditor', async () => {
    const wider = { regions: ['420500', '420506'] };
    const no = forbidden('auditor, for regions beyond those the platform was admitted for');
    await kit.expectNo(() => described(wider), no, tables);
    await kit.expectNo(() => described(wider, people.administrator), no, tables);
    const { data } = await described(wider, people.auditor);
    const regions = [{ code: '420500' }, { code: '420506' }];
    expect(data!['platformDescribe']!['platform']).toMatchObject({ regions });
  });

  it('refuses words that cannot be used', () =>
    kit.expectNo(
      () => described({ name: { en: 'x'.repeat(201) } }),
      { refusal: 'PLATFORM_UNUSABLE' },
      tables,
    ));

  it('is for those who keep it', async () => {
    const input = { name: { en: 'Mine' } };
    for (const viewer of [people.stranger, people.otherOperator])
      await kit.expectNo(() => described(input, viewer), forbidden(keeper), tables);
    const signIn = { error: 'UNAUTHENTICATED', message: 'Sign in first. This requires: signed in.' };
    await kit.expectNo(() => described(input, null), signIn, tables);
    const absent = () => described({ platformId: newId('Platform') });
    await kit.expectNo(absent, { refusal: 'PLATFORM_UNKNOWN' }, tables);
    const message = '"plt_1" is not a Platform id.';
    await kit.expectNo(
      () => described({ platformId: 'plt_1' }),
      { error: 'BAD_USER_INPUT', message },
      tables,
    );
  });
});
