import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant, resourceId } from '../../columns.ts';
import { person } from './person.ts';
import { platform } from './platform.ts';
import { actorsSchema } from './schema.ts';

export type NewsState = 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN';

/** What a platform tells its region. */
export const platformNews = actorsSchema.table('platform_news', {
  id: id('PlatformNews').primaryKey(),
  platformId: id('Platform', 'platform_id')
    .notNull()
    .references(() => platform.id),
  state: text('state').$type<NewsState>().notNull(),
  titleZh: text('title_zh'),
  titleEn: text('title_en'),
  textZh: text('text_zh'),
  textEn: text('text_en'),
  authorId: id('Person', 'author_id').references(() => person.id),
  createdAt: instant('created_at').notNull(),
  publishedAt: instant('published_at'),
  expiresAt: instant('expires_at'),
});

/** What a platform puts in front, in its order. */
export const platformFrontResource = actorsSchema.table(
  'platform_front_resource',
  {
    platformId: id('Platform', 'platform_id')
      .notNull()
      .references(() => platform.id),
    place: integer('place').notNull(),
    /** Lives in the resources subgraph: an id without a foreign key, watched by db/checks/actors.sql. */
    resourceId: resourceId('resource_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platformId, table.place] })],
);
