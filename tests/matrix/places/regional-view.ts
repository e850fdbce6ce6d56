import { sql } from 'drizzle-orm';
import type { Context } from '../../../schema/context.ts';
import { newId } from '../../../schema/ids.ts';
import { draftNews, moveNews } from '../../../subgraphs/actors/regional-view/news.store.ts';
import { region } from '../base/organizations.ts';
import { place } from '../place.ts';

const words = { titleZh: '资讯', titleEn: 'News', textZh: '正文', textEn: 'Text' };

/** News of the other platform; deeds are done to the platform of the base. */
export const regionalView = place({
  write: async (context, { otherPlatform: platformId }) => {
    const { id } = await draftNews(context, { ...words, platformId });
    const expiresAt = new Date(context.now.getTime() + 86_400_000);
    await moveNews(context, { id, platformId }, { state: 'PUBLISHED', expiresAt });
    return null;
  },
  meet: (_ids, base) => {
    const draft = async (context: Context) =>
      (await draftNews(context, { ...words, platformId: base.platform })).id as string;
    const undo = async ({ db }: Context) =>
      void (await db.execute(sql`delete from actors.platform_news where platform_id = ${base.platform}`));
    const unknownAs = { refusal: 'NewsUnknown', row: 'UNPUBLISHED', absent: newId('PlatformNews') };
    const on = (act: string, id: string) => `${act}(input: { newsId: "${id}" })`;
    const write = (title: string) =>
      `newsDraft(input: { platformId: "${base.platform}", title: ${title}, text: { en: "Text" } })`;
    const front = (ids: string) =>
      `frontResourcesChoose(input: { platformId: "${base.platform}", resourceIds: ${ids} })`;
    const view = (inside: string) => `regionalView(region: "${region}") { ${inside} }`;
    return {
      anchors: {
        PlatformNews: [
          { entity: 'Platform', id: base.otherPlatform, inside: 'news(first: 1) { edges { node { % } } }' },
        ],
        RegionalView: [{ entity: 'Query', id: '', inside: view('%') }],
        OrganizationCount: [{ entity: 'Query', id: '', inside: view('organizationCounts { % }') }],
      },
      arguments: { 'Query.regionalView': `(region: "${region}")`, 'Platform.news': '(first: 1)' },
      deeds: [
        {
          meets: 'Mutation.newsDraft',
          undo,
          query: () => write('{ en: "N" }'),
          succeedsAs: 'NewsDraftSuccess',
        },
        {
          ...{ meets: 'Mutation.newsPublish', prepare: draft, undo, unknownAs },
          query: (id) => on('newsPublish', id),
          succeedsAs: 'NewsPublishSuccess',
        },
        {
          ...{ meets: 'Mutation.newsWithdraw', prepare: draft, undo, unknownAs },
          query: (id) => on('newsWithdraw', id),
          succeedsAs: 'NewsWithdrawSuccess',
        },
        {
          meets: 'Mutation.frontResourcesChoose',
          query: () => front('[]'),
          succeedsAs: 'FrontResourcesChooseSuccess',
        },
        { meets: 'FrontResourcesUnusable', query: () => front(`["${newId('Equipment')}"]`) },
        { meets: 'NewsUnknown', query: () => on('newsPublish', newId('PlatformNews')) },
        { meets: 'NewsUnusable', query: () => write('{}') },
        {
          meets: 'NewsNotInState',
          prepare: async (context) => {
            const { id } = await draftNews(context, { ...words, platformId: base.platform });
            const expiresAt = new Date(context.now.getTime() + 86_400_000);
            await moveNews(context, { id, platformId: base.platform }, { state: 'PUBLISHED', expiresAt });
            return id;
          },
          undo,
          query: (id) => on('newsPublish', id),
        },
      ],
    };
  },
});
