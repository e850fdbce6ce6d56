import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Viewer } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { type Graph, openGraph } from '../../../tests/kit/graph.ts';
import { governanceOf } from '../../../tests/kit/governance.ts';

const tables = ['actors.platform_news'];
const forbidden = {
  error: 'FORBIDDEN',
  message: 'You may not do this. It requires: operator of the platform.',
};
const signInFirst = { error: 'UNAUTHENTICATED', message: 'Sign in first. This requires: signed in.' };

let graph: Graph;
let kit: ReturnType<typeof governanceOf>;
let stranger: Viewer;
let auditor: Viewer;
beforeAll(async () => {
  graph = await openGraph();
  kit = governanceOf(graph);
  stranger = await kit.enter();
  auditor = await kit.withRole(await kit.enter(), 'AUDITOR');
});
afterAll(() => graph[Symbol.asyncDispose]());

const words = (en = 'News') => ({ title: { zh: '资讯', en }, text: { en: 'Line\nLine' } });
const draft = async (platformId: string, operator: Viewer, en?: string): Promise<Id<'PlatformNews'>> => {
  const { news } = await kit.told('newsDraft', { platformId, ...words(en) }, operator, 'news { id }');
  return (news as { id: Id<'PlatformNews'> }).id;
};
const listed = async (platformId: string, viewer: Viewer | null = null, page = '') => {
  const { platform } = await graph.read<{
    platform: { news: { totalCount: number; edges: { cursor: string; node: { title: { en: string } } }[] } };
  }>(
    `{ platform(id: "${platformId}") { news${page} { totalCount edges { cursor node { title { en } } } } } }`,
    { viewer },
  );
  return platform.news;
};
const titles = async (platformId: string, viewer: Viewer | null = null) => {
  const { totalCount, edges } = await listed(platformId, viewer);
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }) => node.title.en);
};

describe('news', () => {
  it('is told to everybody from its publication until it ends, and before and after to its operators', async () => {
    const { platformId, operator } = await kit.governed();
    const newsId = await draft(platformId, operator);
    const seen = async () =>
      Promise.all(
        [null, stranger, operator, auditor].map(async (who) => (await titles(platformId, who)).length),
      );
    expect(await seen()).toEqual([0, 0, 1, 1]);
    const expiresAt = kit.inDays(30);
    const done = await kit.told('newsPublish', { newsId, expiresAt }, operator, 'news { state expiresAt }');
    expect(done['news']).toEqual({ state: 'PUBLISHED', expiresAt });
    expect(await seen()).toEqual([1, 1, 1, 1]);
    await graph.database.write((db) =>
      db.execute(sql`update actors.platform_news set published_at = db_now() - interval '1 day',
        expires_at = db_now() where id = ${newsId}`),
    );
    expect(await seen()).toEqual([0, 0, 1, 1]);
    await kit.told('newsWithdraw', { newsId }, operator);
    expect(await seen()).toEqual([0, 0, 1, 1]);
    const { actorId } = operator;
    expect(await kit.eventsOf(newsId)).toEqual(
      ['news.drafted', 'news.published', 'news.withdrawn'].map((kind) => ({
        ...{ kind, actorId, data: { platformId } },
      })),
    );
  });

  it('stands by its publication, newest first, on every page', async () => {
    const { platformId, operator } = await kit.governed();
    const [first, second, third] = [
      await draft(platformId, operator, 'first'),
      await draft(platformId, operator, 'second'),
      await draft(platformId, operator, 'third'),
    ];
    for (const newsId of [second, third, first]) await kit.told('newsPublish', { newsId }, operator);
    expect(await titles(platformId)).toEqual(['first', 'third', 'second']);
    const [start] = (await listed(platformId, null, '(first: 1)')).edges;
    const rest = await listed(platformId, null, `(first: 2, after: "${start!.cursor}")`);
    expect(rest.edges.map(({ node }) => node.title.en)).toEqual(['third', 'second']);
  });

  // State by act: what each leads to, or the refusal.
  const no = 'NEWS_NOT_IN_STATE';
  test.each([
    ['DRAFT', 'newsPublish', 'PUBLISHED'],
    ['DRAFT', 'newsWithdraw', 'WITHDRAWN'],
    ['PUBLISHED', 'newsPublish', no],
    ['PUBLISHED', 'newsWithdraw', 'WITHDRAWN'],
    ['WITHDRAWN', 'newsPublish', no],
    ['WITHDRAWN', 'newsWithdraw', no],
  ])('that is %s becomes by %s: %s', async (state, act, wanted) => {
    const { platformId, operator } = await kit.governed();
    const newsId = await draft(platformId, operator);
    if (state === 'PUBLISHED') await kit.told('newsPublish', { newsId }, operator);
    if (state === 'WITHDRAWN') await kit.told('newsWithdraw', { newsId }, operator);
    const ask = () => kit.mutate(act, { newsId }, operator, 'news { state }');
    if (wanted === no) return kit.expectNo(ask, { refusal: no }, tables);
    expect((await ask()).data![act]!['news']).toEqual({ state: wanted });
  });

  it('is published once, however many publish it at once', async () => {
    const { platformId, operator } = await kit.governed();
    const newsId = await draft(platformId, operator);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => kit.told('newsPublish', { newsId }, operator)),
    );
    expect(answers.filter(({ code }) => code === undefined).length).toBe(1);
    expect((await kit.eventsOf(newsId)).length).toBe(2);
  });

  test.each<[string, object]>([
    ['without a title', { title: {} }],
    ['with HTML', { text: { zh: '<a href="x">y</a>' } }],
    ['of 10,001 characters', { text: { zh: '讯'.repeat(10_001) } }],
  ])('is refused %s', async (_what, own) => {
    const { platformId, operator } = await kit.governed();
    const ask = () => kit.mutate('newsDraft', { platformId, ...words(), ...own }, operator);
    await kit.expectNo(ask, { refusal: 'NEWS_UNUSABLE' }, tables);
  });

  it('is for operators of the platform', async () => {
    const { platformId, operator } = await kit.governed();
    const { operator: other } = await kit.governed();
    const newsId = await draft(platformId, operator);
    const write =
      (viewer: Viewer | null, id: string = platformId) =>
      () =>
        kit.mutate('newsDraft', { platformId: id, ...words() }, viewer);
    for (const viewer of [stranger, other, auditor]) await kit.expectNo(write(viewer), forbidden, tables);
    await kit.expectNo(write(null), signInFirst, tables);
    await kit.expectNo(write(operator, newId('Platform')), { refusal: 'PLATFORM_UNKNOWN' }, tables);
    await kit.expectNo(
      write(operator, 'plt_1'),
      { error: 'BAD_USER_INPUT', message: '"plt_1" is not a Platform id.' },
      tables,
    );
    for (const act of ['newsPublish', 'newsWithdraw']) {
      const ask =
        (viewer: Viewer | null, id: string = newsId) =>
        () =>
          kit.mutate(act, { newsId: id }, viewer);
      for (const viewer of [stranger, other])
        await kit.expectNo(ask(viewer), { refusal: 'NEWS_UNKNOWN' }, tables);
      await kit.expectNo(ask(operator, newId('PlatformNews')), { refusal: 'NEWS_UNKNOWN' }, tables);
      await kit.expectNo(ask(auditor), forbidden, tables);
      await kit.expectNo(ask(null), signInFirst, tables);
      const message = '"nws_1" is not a PlatformNews id.';
      await kit.expectNo(ask(operator, 'nws_1'), { error: 'BAD_USER_INPUT', message }, tables);
    }
    const late = () => kit.mutate('newsPublish', { newsId, expiresAt: kit.inDays(731) }, operator);
    await kit.expectNo(late, { refusal: 'NEWS_UNUSABLE' }, tables);
  });
});
