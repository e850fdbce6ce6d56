import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { PlatformUnknown } from '../platform/errors.ts';
import { platformTo } from '../platform/platform.changes.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { newsDraft, newsPublish, newsWithdraw } from './access.ts';
import { NewsNotInState, NewsUnknown, NewsUnusable } from './errors.ts';
import {
  draftNews,
  moveNews,
  newestNews,
  newsById,
  newsCountByPlatform,
  type NewsRow,
  newsRowsByPlatform,
} from './news.store.ts';
import { checkExpiry, checkNews, newsDaysMax, newsDaysUsual } from './news.what.ts';

const NewsState = builder.enumType('PlatformNewsState', {
  description: 'Whether news is told.',
  values: {
    DRAFT: { description: 'It is being written. Known to operators and auditors.' },
    PUBLISHED: { description: 'It is told until it expires; then it is known as a draft is.' },
    WITHDRAWN: { description: 'It was taken back. Known as a draft is.' },
  },
});

export const PlatformNews = builder.objectRef<NewsRow>('PlatformNews').implement({
  description: 'What a platform tells its region.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'Who tells it.',
      resolve: (row, _args, context) => platformById(context).load(row.platformId),
    }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'Its headline.',
      resolve: (row) => localized(row.titleZh, row.titleEn) ?? { zh: null, en: row.id },
    }),
    text: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'What it says, plain text of at most 10,000 characters in each language.',
      resolve: (row) => localized(row.textZh, row.textEn),
    }),
    state: t.field({
      type: NewsState,
      access: isPublic,
      description: 'Whether it is told.',
      resolve: (row) => row.state,
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Since when it is told; null for what never was.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Until when it is told; null for what never was.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do with it; one line per action.',
      resolve: (row, _args, context) => viewerMay([newsPublish, newsWithdraw], row, context),
    }),
  }),
});

export const PlatformNewsConnection = connectionType(builder, { name: 'PlatformNews', node: PlatformNews });

builder.objectField(Platform, 'news', (t) =>
  t.field({
    type: PlatformNewsConnection,
    access: isPublic,
    description: 'What it tells, newest first; drafts and what is over for its operators and auditors.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const list = { list: 'Platform.news', parent: id, order: 'NEWEST' };
      return readPage(context, args, list, newestNews, {
        rows: (page) => newsRowsByPlatform(context, page).load(id),
        count: () => newsCountByPlatform(context, null).load(id),
      });
    },
  }),
);

refusals(builder, NewsUnknown, NewsUnusable, NewsNotInState);

const NewsDraftInput = builder.inputType('NewsDraftInput', {
  description: 'What a platform is to tell.',
  fields: (t) => ({
    platformId: t.id({ description: 'The platform.' }),
    title: t.field({
      type: localizedTextInput(builder),
      description: 'At most 200 characters in each language.',
    }),
    text: t.field({
      type: localizedTextInput(builder),
      description: 'Plain text of at most 10,000 characters in each language.',
    }),
  }),
});

const NewsPublishInput = builder.inputType('NewsPublishInput', {
  description: 'Which draft is told from now on.',
  fields: (t) => ({
    newsId: t.id({ description: 'The draft.' }),
    expiresAt: t.field({
      type: 'Instant',
      required: false,
      description: `Until when: at most ${newsDaysMax} days from now, ${newsDaysUsual} when left out.`,
    }),
  }),
});

const NewsWithdrawInput = builder.inputType('NewsWithdrawInput', {
  description: 'What is told no longer.',
  fields: (t) => ({ newsId: t.id({ description: 'The news.' }) }),
});

/** What the check makes of it; what cannot be used is a refusal. */
function checked<Made>(check: () => Made): Made {
  try {
    return check();
  } catch (error) {
    throw error instanceof WrongValue ? new NewsUnusable(error.message) : error;
  }
}

async function newsTo(action: Action<NewsRow>, newsId: string, context: Context) {
  const row = await newsById(context).load(asId('PlatformNews', newsId));
  if (!row) throw new NewsUnknown();
  await demand(action, row, context);
  return row;
}

/** The news after a change: read anew, past what loaders remember. */
async function newsNow(context: Context, id: Id<'PlatformNews'>): Promise<NewsRow> {
  const row = await newsById({ ...context }).load(id);
  invariant(row, 'Whoever changes news may know of it.');
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'news', access: isPublic, description: 'The news as it now is.' } as const;

builder.mutationFields((t) => ({
  newsDraft: t.field({
    type: PlatformNews,
    nullable: true,
    access: isSignedIn,
    description: 'Writes news as a draft. For operators of the platform.',
    args: { input: t.arg({ type: NewsDraftInput, description: 'The news.' }) },
    errors: { types: [PlatformUnknown, NewsUnusable], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { id: platformId } = await platformTo(newsDraft, input.platformId, context);
      const { id } = await draftNews(context, { ...checked(() => checkNews(input)), platformId });
      return newsNow(context, id);
    },
  }),
  newsPublish: t.field({
    type: PlatformNews,
    nullable: true,
    access: isSignedIn,
    description: 'Tells everybody what was a draft. For operators of the platform.',
    args: { input: t.arg({ type: NewsPublishInput, description: 'Which.' }) },
    errors: { types: [NewsUnknown, NewsUnusable, NewsNotInState], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await newsTo(newsPublish, input.newsId, context);
      const expiresAt = checked(() => checkExpiry(input.expiresAt, context.now));
      await moveNews(context, row, { state: 'PUBLISHED', expiresAt });
      return newsNow(context, row.id);
    },
  }),
  newsWithdraw: t.field({
    type: PlatformNews,
    nullable: true,
    access: isSignedIn,
    description: 'Takes back news, told or not. For operators of the platform.',
    args: { input: t.arg({ type: NewsWithdrawInput, description: 'Which.' }) },
    errors: { types: [NewsUnknown, NewsNotInState], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await newsTo(newsWithdraw, input.newsId, context);
      await moveNews(context, row, { state: 'WITHDRAWN' });
      return newsNow(context, row.id);
    },
  }),
}));
