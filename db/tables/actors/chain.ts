import { boolean, foreignKey, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** Where along a chain a position lies. */
export type ChainStage = 'UPSTREAM' | 'MIDSTREAM' | 'DOWNSTREAM' | 'SUPPORT';
/** `DECLARED` is said by one side and waits for the other. */
export type SupplyState = 'DECLARED' | 'CONFIRMED' | 'DECLINED' | 'LAPSED' | 'ENDED';

/** The chain of an industry, in a region or everywhere, as its keeper draws it. */
export const industryChain = actorsSchema.table('industry_chain', {
  id: id('IndustryChain').primaryKey(),
  titleZh: text('title_zh'),
  titleEn: text('title_en'),
  industry: text('industry').notNull(),
  region: text('region'),
  keeperId: id('Organization', 'keeper_id')
    .notNull()
    .references(() => organization.id),
  createdAt: instant('created_at').notNull(),
});

/** A position in a chain, known in it by its key. */
export const chainPosition = actorsSchema.table(
  'chain_position',
  {
    chainId: id('IndustryChain', 'chain_id')
      .notNull()
      .references(() => industryChain.id),
    key: text('key').notNull(),
    titleZh: text('title_zh'),
    titleEn: text('title_en'),
    stage: text('stage').$type<ChainStage>().notNull(),
    isEssential: boolean('is_essential').notNull(),
    place: integer('place').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chainId, table.key] })],
);

/** What flows from one position to another. */
export const chainLink = actorsSchema.table(
  'chain_link',
  {
    chainId: id('IndustryChain', 'chain_id').notNull(),
    fromKey: text('from_key').notNull(),
    toKey: text('to_key').notNull(),
    whatZh: text('what_zh'),
    whatEn: text('what_en'),
  },
  (table) => [
    primaryKey({ columns: [table.chainId, table.fromKey, table.toKey] }),
    foreignKey({
      columns: [table.chainId, table.fromKey],
      foreignColumns: [chainPosition.chainId, chainPosition.key],
    }),
    foreignKey({
      columns: [table.chainId, table.toKey],
      foreignColumns: [chainPosition.chainId, chainPosition.key],
    }),
  ],
);

/** An organisation in a position; gone when it leaves, the events tell. */
export const chainPlace = actorsSchema.table('chain_place', {
  id: id('ChainPlace').primaryKey(),
  chainId: id('IndustryChain', 'chain_id').notNull(),
  key: text('key').notNull(),
  organizationId: id('Organization', 'organization_id')
    .notNull()
    .references(() => organization.id),
  takenAt: instant('taken_at').notNull(),
  confirmedAt: instant('confirmed_at'),
});

/** That one organisation supplies another with something. */
export const supplyRelation = actorsSchema.table('supply_relation', {
  id: id('SupplyRelation').primaryKey(),
  supplierId: id('Organization', 'supplier_id')
    .notNull()
    .references(() => organization.id),
  customerId: id('Organization', 'customer_id')
    .notNull()
    .references(() => organization.id),
  statedById: id('Organization', 'stated_by_id')
    .notNull()
    .references(() => organization.id),
  productZh: text('product_zh'),
  productEn: text('product_en'),
  /** What part of the customer's need it covers; between the two. */
  sharePercent: integer('share_percent'),
  state: text('state').$type<SupplyState>().notNull(),
  createdAt: instant('created_at').notNull(),
  answerBy: instant('answer_by').notNull(),
  confirmedAt: instant('confirmed_at'),
  endedAt: instant('ended_at'),
});
