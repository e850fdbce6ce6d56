import type { LocalizedText } from '../../../schema/values/localized-text.ts';

/** A position, with how many organisations stand in it. */
export interface PositionFacts {
  key: string;
  title: LocalizedText;
  isEssential: boolean;
  /** How many; of them in the region of the chain, or null for a chain of no region. */
  count: number;
  countInRegion: number | null;
}

/** A link, with how many confirmed supply relations run along it. */
export interface LinkFacts {
  fromKey: string;
  toKey: string;
  what: LocalizedText;
  supplyCount: number;
}

export type BreakCode = 'BOTH_ENDS_EMPTY' | 'SUPPLIER_MISSING' | 'CUSTOMER_MISSING' | 'NO_SUPPLY';
export type MissingCode = 'NOBODY' | 'NOBODY_IN_REGION';

/** A link along which nothing flows, with the reason. */
export interface BrokenLink extends LinkFacts {
  code: BreakCode;
  reason: LocalizedText;
}

/** An essential position for which a partner is to be found, with the reason. */
export interface MissingPartner {
  position: PositionFacts;
  code: MissingCode;
  reason: LocalizedText;
}

/** What a chain shows: where it is broken, and who is missing. */
export interface ChainMap<
  Position extends PositionFacts = PositionFacts,
  Link extends LinkFacts = LinkFacts,
> {
  positions: Position[];
  links: Link[];
  brokenLinks: BrokenLink[];
  missingPartners: MissingPartner[];
}

/** Draws the map. A link is broken when no confirmed supply relation runs along it, whatever the reason; a
 *  partner is missing where nobody stands in an essential position, or nobody from the region. */
export function drawChainMap<Position extends PositionFacts, Link extends LinkFacts>(
  positions: readonly Position[],
  links: readonly Link[],
): ChainMap<Position, Link> {
  const byKey = new Map(positions.map((position) => [position.key, position]));
  const brokenLinks = links.flatMap((link) => {
    const [from, to] = [byKey.get(link.fromKey), byKey.get(link.toKey)];
    if (!from || !to) throw new Error(`A link from ${link.fromKey} to ${link.toKey} joins no two positions.`);
    const code = breakOf(from, to, link);
    return code ? [{ ...link, code, reason: breakReason(code, from, to, link) }] : [];
  });
  const missingPartners = positions.flatMap((position) => {
    const code = missingOf(position);
    return code ? [{ position, code, reason: missingReason(code, position) }] : [];
  });
  return { positions: [...positions], links: [...links], brokenLinks, missingPartners };
}

function breakOf(from: PositionFacts, to: PositionFacts, link: LinkFacts): BreakCode | null {
  if (from.count === 0) return to.count === 0 ? 'BOTH_ENDS_EMPTY' : 'SUPPLIER_MISSING';
  if (to.count === 0) return 'CUSTOMER_MISSING';
  return link.supplyCount === 0 ? 'NO_SUPPLY' : null;
}

function missingOf({ isEssential, count, countInRegion }: PositionFacts): MissingCode | null {
  if (!isEssential) return null;
  if (count === 0) return 'NOBODY';
  return countInRegion === 0 ? 'NOBODY_IN_REGION' : null;
}

function breakReason(
  code: BreakCode,
  from: PositionFacts,
  to: PositionFacts,
  link: LinkFacts,
): LocalizedText {
  const [a, b, what] = [both(from.title), both(to.title), both(link.what)];
  switch (code) {
    case 'BOTH_ENDS_EMPTY':
      return {
        zh: `“${a.zh}”和“${b.zh}”都没有组织，${what.zh}无从流转。`,
        en: `Nobody stands in ${a.en} or in ${b.en}, so no ${what.en} can flow.`,
      };
    case 'SUPPLIER_MISSING':
      return {
        zh: `“${a.zh}”没有组织，“${b.zh}”的 ${to.count} 家组织得不到${what.zh}。`,
        en: `Nobody stands in ${a.en} to give ${what.en} to the ${to.count} in ${b.en}.`,
      };
    case 'CUSTOMER_MISSING':
      return {
        zh: `“${b.zh}”没有组织，“${a.zh}”的 ${from.count} 家组织的${what.zh}没有去处。`,
        en: `Nobody stands in ${b.en} to take ${what.en} from the ${from.count} in ${a.en}.`,
      };
    case 'NO_SUPPLY':
      return {
        zh: `“${a.zh}”有 ${from.count} 家组织，“${b.zh}”有 ${to.count} 家，之间没有已确认的${what.zh}供应。`,
        en:
          `There are ${from.count} in ${a.en} and ${to.count} in ${b.en}, but no confirmed supply of ` +
          `${what.en} between them.`,
      };
  }
}

function missingReason(code: MissingCode, position: PositionFacts): LocalizedText {
  const title = both(position.title);
  return code === 'NOBODY'
    ? { zh: `“${title.zh}”不可或缺，却没有组织。`, en: `${title.en} is essential, and nobody stands in it.` }
    : {
        zh: `“${title.zh}”不可或缺，其 ${position.count} 家组织都在本地区之外。`,
        en: `${title.en} is essential, and all ${position.count} in it are outside the region.`,
      };
}

/** A text in both languages: the other where one is missing. */
function both({ zh, en }: LocalizedText): { zh: string; en: string } {
  return { zh: zh ?? en ?? '', en: en ?? zh ?? '' };
}
