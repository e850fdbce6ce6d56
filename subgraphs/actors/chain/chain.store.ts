import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { chainLink, chainPosition, industryChain } from '../../../db/tables/actors/chain.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey, oneByKey } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { localized } from '../../../schema/value-types.ts';
import { regionPrefix } from '../../../schema/values/region.ts';
import type { LinkFacts, PositionFacts } from './chain.map.ts';
import { type ChainWish, type LinkWish, linksMax, type PositionWish, positionsMax } from './chain.wish.ts';
import { ChainUnusable } from './errors.ts';

export type ChainRow = typeof industryChain.$inferSelect;
/** A position with who stands in it, in numbers, and whose chain it is. */
export type PositionRow = PositionFacts &
  Pick<typeof chainPosition.$inferSelect, 'chainId' | 'stage'> & {
    countConfirmed: number;
    keeperId: Id<'Organization'>;
  };
/** A link with how many confirmed supply relations run along it. */
export type LinkRow = LinkFacts & { chainId: Id<'IndustryChain'> };

/** Which chains a list asks for; what is absent does not narrow it. */
export interface ChainFilter {
  industry: string | null;
  region: string | null;
}

// Everybody may know of a chain and who stands in it.
export const chainById = oneByKey(
  prepared((db) =>
    db
      .select()
      .from(industryChain)
      .where(sql`${industryChain.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id,
);

const texts = ({ titleZh, titleEn }: { titleZh: string | null; titleEn: string | null }) =>
  localized(titleZh, titleEn) ?? { zh: null, en: null };

/** One figure of those who stand in a position. */
const countOf = (figure: SQL) => sql<number>`(select (${figure})::int
  from actors.chain_place taken join actors.organization taker on taker.id = taken.organization_id
  where taken.chain_id = ${chainPosition.chainId} and taken.key = ${chainPosition.key})`;

const positionFacts = prepared((db) =>
  db
    .select({
      ...getTableColumns(chainPosition),
      ...{ region: industryChain.region, keeperId: industryChain.keeperId },
      count: countOf(sql`count(*)`),
      countConfirmed: countOf(sql`count(taken.confirmed_at)`),
      // A region lies within another when its code starts with the other's less its trailing pairs of zeros.
      countInRegion: countOf(sql`count(*) filter (
        where taker.region like regexp_replace(${industryChain.region}, '(00){1,2}$', '') || '%')`),
    })
    .from(chainPosition)
    .innerJoin(industryChain, eq(industryChain.id, chainPosition.chainId))
    .where(sql`${chainPosition.chainId} = any(${sql.placeholder('ids')}::text[])`)
    .orderBy(asc(chainPosition.place)),
);

/** Every position of a chain in its order; at most `positionsMax`. */
export const positionsByChain = manyByKey<Id<'IndustryChain'>, PositionRow>(
  async (db, values) =>
    (await positionFacts(db, values)).map(({ region, titleZh, titleEn, ...row }) => ({
      ...row,
      title: texts({ titleZh, titleEn }),
      countInRegion: region === null ? null : row.countInRegion,
    })),
  (row) => row.chainId,
);

const linkFacts = prepared((db) =>
  db
    .select({
      ...getTableColumns(chainLink),
      supplyCount: sql<number>`(
        select count(*)::int from actors.chain_place giver
        join actors.supply_relation supply
          on supply.supplier_id = giver.organization_id and supply.state = 'CONFIRMED'
        join actors.chain_place taker on taker.organization_id = supply.customer_id
          and taker.chain_id = giver.chain_id and taker.key = "chain_link"."to_key"
        where giver.chain_id = "chain_link"."chain_id" and giver.key = "chain_link"."from_key")`,
    })
    .from(chainLink)
    .where(sql`${chainLink.chainId} = any(${sql.placeholder('ids')}::text[])`)
    .orderBy(asc(chainLink.fromKey), asc(chainLink.toKey)),
);

/** Every link of a chain; at most `linksMax`. */
export const linksByChain = manyByKey<Id<'IndustryChain'>, LinkRow>(
  async (db, values) =>
    (await linkFacts(db, values)).map(({ whatZh, whatEn, ...row }) => ({
      ...row,
      what: { zh: whatZh, en: whatEn },
    })),
  (row) => row.chainId,
);

/** Newest first. */
export const newestChains: Order<ChainRow> = {
  columns: [industryChain.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of chains. */
export function chainRows({ db }: Context, filter: ChainFilter, page: PageRequest): Promise<ChainRow[]> {
  const { where, orderBy, limit } = keyset(page, newestChains);
  return db
    .select()
    .from(industryChain)
    .where(and(matching(filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many chains the same filter finds. */
export const chainCount = ({ db }: Context, filter: ChainFilter): Promise<number> =>
  db.$count(industryChain, matching(filter));

/** Draws a chain, kept by an organisation. */
export function createChain(context: Context, wish: ChainWish): Promise<Id<'IndustryChain'>> {
  return inTransaction(context, async (inside) => {
    const { db, now, viewer } = inside;
    const { title, industry, region, keeperId, positions, links } = wish;
    const id = newId('IndustryChain');
    const described = { titleZh: title.zh, titleEn: title.en, industry, region, keeperId };
    await db.insert(industryChain).values({ ...described, id, createdAt: now });
    const actorId = viewer?.actorId ?? null;
    const data = { keeperId, industry, region };
    await record(db, now, { kind: 'industryChain.created', subject: id, actorId, data });
    await extendChain(inside, id, { positions, links });
    return id;
  });
}

/** Adds positions and links to a chain. Throws ChainUnusable where a key stands there already, a link joins
 *  no two positions, or the chain would grow beyond its bounds. */
export function extendChain(
  context: Context,
  chainId: Id<'IndustryChain'>,
  { positions, links }: { positions: readonly PositionWish[]; links: readonly LinkWish[] },
): Promise<void> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    // Two that extend it at once would both count the same positions.
    await takeTurns(db, [chainId]);
    const standing = await db
      .select({ key: chainPosition.key, place: chainPosition.place })
      .from(chainPosition)
      .where(eq(chainPosition.chainId, chainId));
    const joined = await db
      .select({ fromKey: chainLink.fromKey, toKey: chainLink.toKey })
      .from(chainLink)
      .where(eq(chainLink.chainId, chainId));
    requireNew(
      standing.map(({ key }) => key),
      positions.map(({ key }) => key),
      'position',
    );
    requireNew(joined.map(nameOf), links.map(nameOf), 'link');
    const keys = new Set([...standing, ...positions].map(({ key }) => key));
    if (keys.size > positionsMax) throw new ChainUnusable(`A chain has at most ${positionsMax} positions.`);
    if (joined.length + links.length > linksMax)
      throw new ChainUnusable(`A chain has at most ${linksMax} links.`);
    const astray = links.find(({ fromKey, toKey }) => !keys.has(fromKey) || !keys.has(toKey));
    if (astray) throw new ChainUnusable(`The link ${nameOf(astray)} joins no two positions of the chain.`);
    if (positions.length > 0)
      await db.insert(chainPosition).values(
        positions.map(({ key, title, stage, isEssential }, index) => ({
          ...{ chainId, key, stage, isEssential, titleZh: title.zh, titleEn: title.en },
          place: standing.length + index + 1,
        })),
      );
    if (links.length > 0)
      await db.insert(chainLink).values(
        links.map(({ fromKey, toKey, what }) => ({
          ...{ chainId, fromKey, toKey, whatZh: what.zh, whatEn: what.en },
        })),
      );
    const actorId = viewer?.actorId ?? null;
    const data = { positions: positions.length, links: links.length };
    await record(db, now, { kind: 'industryChain.extended', subject: chainId, actorId, data });
  });
}

const nameOf = ({ fromKey, toKey }: { fromKey: string; toKey: string }) => `${fromKey} → ${toKey}`;

function requireNew(standing: readonly string[], wanted: readonly string[], noun: string): void {
  const known = new Set(standing);
  for (const name of wanted) {
    if (known.has(name)) throw new ChainUnusable(`The ${noun} ${name} stands in the chain already.`);
    known.add(name);
  }
}

function matching({ industry, region }: ChainFilter) {
  return and(
    industry ? sql`${industryChain.industry} like ${`${industry}%`}` : undefined,
    region ? sql`${industryChain.region} like ${`${regionPrefix(region)}%`}` : undefined,
  );
}
