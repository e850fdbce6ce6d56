import type { Action } from '../../../schema/viewer-may.ts';
import { operates } from '../platform/access.ts';
import type { PlatformRow } from '../platform/platform.store.ts';
import type { NewsRow } from './news.store.ts';

const requires = 'operator of the platform';

const onPlatform = (name: string): Action<PlatformRow> => ({
  name,
  requires,
  permits: ({ id }, { viewer }) => operates(viewer, id),
});
export const newsDraft = onPlatform('newsDraft');
export const frontChoose = onPlatform('frontResourcesChoose');

const onNews = (name: string): Action<NewsRow> => ({
  name,
  requires,
  permits: ({ platformId }, { viewer }) => operates(viewer, platformId),
});
export const newsPublish = onNews('newsPublish');
export const newsWithdraw = onNews('newsWithdraw');
