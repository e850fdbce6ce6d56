import type { ChainStage } from '../../../db/tables/actors/chain.ts';
import type { Id } from '../../../schema/ids.ts';
import { type LocalizedText, parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { quoted, WrongValue } from '../../../schema/values/wrong-value.ts';

type TextAsked = { zh?: string | null; en?: string | null };

/** A position and a link as they are to be, checked. */
export interface PositionWish {
  key: string;
  title: LocalizedText;
  stage: ChainStage;
  isEssential: boolean;
}
export interface LinkWish {
  fromKey: string;
  toKey: string;
  what: LocalizedText;
}
/** What is added to a chain, as it was asked for. */
export interface PartsAsked {
  positions?: readonly (Omit<PositionWish, 'title'> & { title: TextAsked })[] | null;
  links?: readonly (Omit<LinkWish, 'what'> & { what: TextAsked })[] | null;
}

/** What a chain is to be, checked. */
export interface ChainWish {
  title: LocalizedText;
  industry: string;
  region: string | null;
  keeperId: Id<'Organization'>;
  positions: PositionWish[];
  links: LinkWish[];
}

/** A chain has this many positions and links at most; this many come in one input. */
export const positionsMax = 100;
export const linksMax = 300;
const atOnceMax = 100;

/** Checks what is added to a chain. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkParts({ positions, links }: PartsAsked): Pick<ChainWish, 'positions' | 'links'> {
  if ((positions?.length ?? 0) > atOnceMax || (links?.length ?? 0) > atOnceMax)
    throw new WrongValue(
      `At most ${atOnceMax} positions and ${atOnceMax} links come at once: extend the chain.`,
    );
  return {
    positions: (positions ?? []).map(({ key, title, stage, isEssential }) => ({
      ...{ key: parseKey(key), stage, isEssential, title: parseLocalizedText(title, { max: 100 }) },
    })),
    links: (links ?? []).map(({ fromKey, toKey, what }) => {
      if (fromKey === toKey) throw new WrongValue('A link joins two positions: it begins where it ends.');
      return {
        ...{ fromKey: parseKey(fromKey), toKey: parseKey(toKey) },
        what: parseLocalizedText(what, { max: 100 }),
      };
    }),
  };
}

/** The same for a whole chain. */
export function checkChain(
  asked: PartsAsked & Pick<ChainWish, 'industry' | 'keeperId'> & { title: TextAsked; region?: string | null },
): ChainWish {
  const { industry, keeperId, region = null } = asked;
  const title = parseLocalizedText(asked.title, { max: 200 });
  return { title, industry, keeperId, region, ...checkParts(asked) };
}

function parseKey(text: string): string {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(text)) return text;
  throw new WrongValue(`${quoted(text)} is not a key: write at most 40 small letters, digits and hyphens.`);
}
