import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../../../db/tables/actors/person.ts';
import { signIn } from '../../../db/tables/actors/sign-in.ts';
import { event } from '../../../db/tables/log.ts';
import { type Context, newContext, type Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { beginMembership } from '../membership/membership.store.ts';
import { grantRole } from '../role/role-grant.store.ts';
import { declareOrganization } from '../organization/organization.store.ts';
import { declarePerson, personColumns } from '../person/person.store.ts';
import { declarePlatform } from '../platform/platform.store.ts';
import { namesOf } from './sign-in.names.ts';
import { recordSignIn, type SignInWish } from './sign-in.store.ts';

let graph: Graph;
let context: Context;
beforeAll(async () => {
  graph = await openGraph();
  context = newContext(graph.database, null);
});
afterAll(() => graph[Symbol.asyncDispose]());

const [one, two] = ['https://one.example', 'https://two.example'];
const nothing = { name: null, email: null, verifiedEmail: null, orcid: null };
/** Signs in, and says as whom. */
async function enter(issuer: string, subject: string, more: Partial<SignInWish> = {}): Promise<Id<'Person'>> {
  await recordSignIn(newContext(graph.database, null), { issuer, subject, ...nothing, ...more });
  const isThis = and(eq(signIn.issuer, issuer), eq(signIn.subject, subject));
  const [row] = await graph.database.read.select().from(signIn).where(isThis);
  return row!.personId;
}
const counts = async () => {
  const { read } = graph.database;
  return [await read.$count(person), await read.$count(signIn), await read.$count(event)] as const;
};
/** How many people, sign-ins and events the work adds. */
async function added(work: () => Promise<unknown>): Promise<number[]> {
  const before = await counts();
  await work();
  const after = await counts();
  return after.map((count, index) => count - before[index]!);
}

describe('a first sign-in', () => {
  it('is a new person where the issuer is trusted with nothing, whatever contact it gives', async () => {
    const email = 'same@people.example';
    const known = await declarePerson(context, { nameEn: 'Known', contactEmail: email });
    const ids: string[] = [known.id];
    const grown = await added(async () => {
      ids.push(await enter(one, 'new', { email }), await enter(two, 'new', { email }));
    });
    expect([new Set(ids).size, grown]).toEqual([3, [2, 2, 4]]);
  });

  it('twenty times at the same moment is one', async () => {
    const ids: string[] = [];
    const grown = await added(async () => {
      const done = Array.from({ length: 20 }, () => enter(one, 'twenty', { name: 'Twenty' }));
      ids.push(...(await Promise.all(done)));
    });
    expect([new Set(ids).size, grown]).toEqual([1, [1, 1, 2]]);
  });

  it('by two trusted issuers at the same moment is one person', async () => {
    const said = { verifiedEmail: 'both@people.example' };
    const ids: string[] = [];
    const grown = await added(async () => {
      ids.push(...(await Promise.all([one, two].map((issuer) => enter(issuer, 'both', said)))));
    });
    expect([new Set(ids).size, grown]).toEqual([1, [1, 2, 3]]);
  });

  it('leads by ORCID to whoever has it, and changes nothing about them', async () => {
    const orcid = '0000-0001-5109-3700';
    const known = await declarePerson(context, { nameEn: 'Known', orcid, contactEmail: 'a@people.example' });
    const grown = await added(async () => {
      const said = { orcid, name: 'Another', email: 'b@people.example' };
      expect(await enter(one, 'orcid', said)).toBe(known.id);
    });
    const [row] = await graph.database.read.select(personColumns).from(person).where(eq(person.id, known.id));
    expect([row, grown]).toEqual([known, [0, 1, 1]]);
  });

  it('keeps the ORCID of a new person, so that the next issuer finds them by it', async () => {
    const orcid = '0000-0002-9079-593X';
    const first = await enter(one, 'kept', { orcid });
    expect([await enter(two, 'kept', { orcid }), await enter(two, 'other')]).toEqual([
      first,
      expect.not.stringMatching(first),
    ]);
  });

  it('leads by a checked address to the one person who waits with it, in whatever case it is written', async () => {
    const known = await declarePerson(context, { nameEn: 'Waits', contactEmail: 'Waits@people.example' });
    expect(await enter(one, 'waits', { verifiedEmail: 'waits@People.example' })).toBe(known.id);
  });

  it('never leads to whoever came before and only said to have the address', async () => {
    const email = 'victim@people.example';
    const thief = await enter(one, 'thief', { email });
    const victim = await enter(two, 'victim', { email, verifiedEmail: email });
    expect(victim).not.toBe(thief);
    // The next trusted issuer finds the one who has proven it.
    expect(await enter('https://three.example', 'victim', { verifiedEmail: email })).toBe(victim);
  });

  it('leads to nobody where two wait with the same address', async () => {
    const contactEmail = 'shared@people.example';
    for (const nameEn of ['First', 'Second']) await declarePerson(context, { nameEn, contactEmail });
    const grown = await added(() => enter(one, 'shared', { verifiedEmail: contactEmail }));
    expect(grown).toEqual([1, 1, 2]);
  });

  it.each<[string | null, object]>([
    ['李敏', { nameZh: '李敏' }],
    ['  Ann Lee ', { nameEn: 'Ann Lee' }],
    ['X射线组', { nameZh: 'X射线组' }],
    [null, { nameZh: '未具名', nameEn: 'Unnamed' }],
    ['', { nameZh: '未具名', nameEn: 'Unnamed' }],
    ['a\u0000b', { nameZh: '未具名', nameEn: 'Unnamed' }],
    ['a'.repeat(201), { nameZh: '未具名', nameEn: 'Unnamed' }],
  ])('with the name %j is kept as %j', (name, names) => {
    expect(namesOf(name)).toEqual(names);
  });
});

describe('viewer', () => {
  const query = `{ viewer {
    person { id name { en } } organizations { organization { id } role }
    roles { role platform { id } region { code } } regions { code } scopes locale
    viewerMay { action allowed reasons { code } }
  } }`;

  const forOneself = [
    ...['apiKeyCreate', 'consentGive', 'consentWithdraw', 'organizationFound', 'personErase'],
    ...['qualificationReviewRequest', 'coCreationRoleRequest'],
  ];

  it('is null for nobody', async () => {
    const { data, errors } = await graph.ask(query);
    expect([data, errors]).toEqual([{ viewer: null }, undefined]);
  });

  it('says who the server takes you for, with every role and region, in a constant number of statements', async () => {
    const { id: actorId } = await declarePerson(context, { nameEn: 'Viewer' });
    const { id } = await declareOrganization(context, { kind: 'SME', nameEn: 'Firm' });
    const names = { nameZh: null, website: null, kind: 'INTERMEDIARY' };
    const platforms = await Promise.all(
      [['420500', '420100'], ['420500']].map((regions, at) =>
        declarePlatform(context, { ...names, nameEn: `Platform ${at}`, operatorId: id, regions }),
      ),
    );
    const [served, other] = platforms.map((each) => each.id);
    await beginMembership(context, { organizationId: id, personId: actorId, role: 'FINANCE' });
    await grantRole(context, { actorId, role: 'REGULATOR', region: '330000' });
    const where = (platformId: Id<'Platform'> | undefined) => ({ platformId: platformId!, region: null });
    const viewer: Viewer = {
      actorId,
      organizations: [{ id, role: 'FINANCE' }],
      roles: [
        { role: 'REGULATOR', platformId: null, region: '330000' },
        { role: 'OPERATOR', ...where(served) },
        { role: 'PARTNER', ...where(other) },
      ],
      scopes: null,
    };
    const { data, errors, statements } = await graph.ask(query, { viewer, locale: 'zh' });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      viewer: {
        person: { id: actorId, name: { en: 'Viewer' } },
        organizations: [{ organization: { id }, role: 'FINANCE' }],
        roles: [
          { role: 'REGULATOR', platform: null, region: { code: '330000' } },
          { role: 'OPERATOR', platform: { id: served }, region: null },
          { role: 'PARTNER', platform: { id: other }, region: null },
        ],
        regions: [{ code: '330000' }, { code: '420100' }, { code: '420500' }],
        scopes: null,
        locale: 'ZH',
        viewerMay: forOneself.map((action) => ({ action, allowed: true, reasons: [] })),
      },
    });
    expect(statements).toBe(4);
  });

  it('says what a key may be used for, and names no person where an organisation owns it', async () => {
    const viewer: Viewer = {
      actorId: newId('Organization'),
      organizations: [],
      roles: [],
      scopes: ['read-public', 'act-for'],
    };
    const { data } = await graph.ask(
      '{ viewer { person { id } scopes viewerMay { action allowed reasons { code } } } }',
      { viewer },
    );
    const refused = { allowed: false, reasons: [{ code: 'FORBIDDEN' }] };
    const viewerMay = forOneself.map((action) => ({ action, ...refused }));
    expect(data).toEqual({
      viewer: { person: null, scopes: ['READ_PUBLIC', 'ACT_FOR'], viewerMay },
    });
  });
});
