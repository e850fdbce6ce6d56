import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { membership } from '../../../db/tables/actors/membership.ts';
import { platform as platformTable } from '../../../db/tables/actors/platform.ts';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { platformsOf, throughKey } from '../../../tests/kit/platform.ts';
import { lapseRegistrations } from './platform.job.ts';

const tables = ['actors.platform', 'actors.platform_region', 'actors.platform_partner', 'actors.role_grant'];
const forbidden = (requires: string) => ({
  error: 'FORBIDDEN',
  message: `You may not do this. It requires: ${requires}.`,
});
const signInFirst = (requires: string) => ({
  error: 'UNAUTHENTICATED',
  message: `Sign in first. This requires: ${requires}.`,
});

let graph: Graph;
let kit: ReturnType<typeof platformsOf>;
let auditor: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  graph = await openGraph();
  kit = platformsOf(graph);
  auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
  stranger = await kit.enter();
});
afterAll(() => graph[Symbol.asyncDispose]());

const wish = (operatorId: string, own: object = {}) => ({
  ...{ operatorId, name: { zh: '平台', en: 'Platform' }, kind: 'INTERMEDIARY', regions: ['420500'] },
  ...own,
});
/** An organisation whose administrator registered a platform. */
async function registered(own: object = {}) {
  const organizationId = await kit.organization('Lead');
  const administrator = await kit.enter('ADMINISTRATOR', organizationId);
  const done = await kit.told(
    'platformRegister',
    wish(organizationId, own),
    administrator,
    'platform { id }',
  );
  return { organizationId, administrator, id: (done['platform'] as { id: Id<'Platform'> }).id };
}
const shift = async (id: string, to: string) =>
  graph.database.write((db) =>
    db.execute(sql`update actors.platform set decide_by = db_now() + ${to}::interval where id = ${id}`),
  );
const stateOf = async (id: string) =>
  (
    await graph.database.read
      .select()
      .from(platformTable)
      .where(sql`id = ${id}`)
  )[0]?.state;

describe('platformAdmit and platformDecline', () => {
  it('make it one of the graph, and who registered it its operator', async () => {
    const { id, administrator } = await registered();
    const shown = 'platform { state operatorPeople { id } }';
    expect(await kit.told('platformAdmit', { platformId: id }, auditor, shown)).toMatchObject({
      platform: { state: 'ACTIVE', operatorPeople: [{ id: administrator.actorId }] },
    });
    expect((await kit.eventsOf(id)).map(({ kind }) => kind)).toEqual([
      'platform.registered',
      'platform.admitted',
    ]);
    expect((await kit.eventsOf(administrator.actorId)).at(-1)).toEqual({
      ...{ kind: 'role.granted', actorId: auditor.actorId },
      data: { role: 'OPERATOR', platformId: id, region: null },
    });
  });

  it('give nobody the role who left the organisation meanwhile', async () => {
    const { id, administrator } = await registered();
    await graph.database.write(async (db) => {
      // Another administers it from now on: the last administrator cannot leave.
      await db.execute(sql`insert into actors.membership (id, organization_id, person_id, role, starts_on)
        select 'mbr_' || substr(id, 5, 25) || 'z', organization_id, ${auditor.actorId}, role, starts_on
        from actors.membership where person_id = ${administrator.actorId}`);
      await db
        .update(membership)
        .set({ endsOn: '2999-01-01' })
        .where(sql`person_id = ${administrator.actorId}`);
    });
    const done = await kit.told(
      'platformAdmit',
      { platformId: id },
      auditor,
      'platform { operatorPeople { id } }',
    );
    expect(done['platform']).toEqual({ operatorPeople: [] });
  });

  // State by act: what each leads to, or the refusal.
  const states = ['REGISTERED', 'ACTIVE', 'DECLINED', 'LAPSED', 'late'] as const;
  const outcomes = { platformAdmit: 'ACTIVE', platformDecline: 'DECLINED' } as const;
  test.each(states.flatMap((state) => Object.keys(outcomes).map((act) => [state, act] as const)))(
    'of one that is %s by %s does what the table says',
    async (state, act) => {
      const { id } = await registered();
      if (state === 'ACTIVE') await kit.told('platformAdmit', { platformId: id }, auditor);
      if (state === 'DECLINED') await kit.told('platformDecline', { platformId: id }, auditor);
      if (state === 'LAPSED' || state === 'late') await shift(id, '0');
      if (state === 'LAPSED') await graph.database.write((db) => lapseRegistrations.work(db, {}));
      const ask = () => kit.mutate(act, { platformId: id }, auditor);
      if (state !== 'REGISTERED') return kit.expectNo(ask, { refusal: 'PLATFORM_NOT_WAITING' }, tables);
      expect((await ask()).errors).toBeUndefined();
      expect(await stateOf(id)).toBe(outcomes[act as keyof typeof outcomes]);
    },
  );

  it('let one of twenty decisions at once stand', async () => {
    const { id } = await registered();
    const acts = Array.from({ length: 20 }, (_, at) => (at % 2 ? 'platformAdmit' : 'platformDecline'));
    const answers = await Promise.all(acts.map((act) => kit.told(act, { platformId: id }, auditor)));
    expect(answers.filter(({ code }) => code === undefined).length).toBe(1);
    expect((await kit.eventsOf(id)).length).toBe(2);
  });

  test.each(Object.keys(outcomes))('%s is for auditors, in person', async (act) => {
    const { id, administrator } = await registered();
    const as =
      (viewer: Viewer | null, platformId: string = id) =>
      () =>
        kit.mutate(act, { platformId }, viewer);
    await kit.expectNo(as(administrator), forbidden('auditor, not through a key'), tables);
    await kit.expectNo(as(stranger), { refusal: 'PLATFORM_UNKNOWN' }, tables);
    await kit.expectNo(as(auditor, newId('Platform')), { refusal: 'PLATFORM_UNKNOWN' }, tables);
    await kit.expectNo(as(throughKey(auditor)), forbidden('signed in, not through a key'), tables);
    await kit.expectNo(as(null), signInFirst('signed in, not through a key'), tables);
    const no = { error: 'BAD_USER_INPUT', message: '"plt_1" is not a Platform id.' };
    await kit.expectNo(as(auditor, 'plt_1'), no, tables);
  });

  it('are too late after 60 days: the registration has lapsed, once', async () => {
    const [late, waiting] = [await registered(), await registered()];
    await shift(late.id, '-1 second');
    for (let night = 0; night < 2; night += 1)
      await graph.database.write((db) => lapseRegistrations.work(db, {}));
    expect([await stateOf(late.id), await stateOf(waiting.id)]).toEqual(['LAPSED', 'REGISTERED']);
    const told = (await kit.eventsOf(late.id)).filter(({ kind }) => kind === 'platform.lapsed');
    expect(told).toEqual([{ kind: 'platform.lapsed', actorId: null, data: {} }]);
  });
});
