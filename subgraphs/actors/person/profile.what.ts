import { subjects } from '../../../db/lists/subjects.ts';
import { parseLanguage } from '../../../schema/values/language.ts';
import { parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { parseOrcid } from '../../../schema/values/orcid.ts';
import { parseTelephone } from '../../../schema/values/telephone.ts';
import { quoted, WrongValue } from '../../../schema/values/wrong-value.ts';
import type { PersonDescription } from './profile.store.ts';

type Text = { zh?: string | null; en?: string | null };

/** What a client asks a person to say of themselves: what is absent stays, what is null is cleared. */
export interface PersonAsked {
  name?: Text | null;
  orcid?: string | null;
  biography?: Text | null;
  fields?: readonly string[] | null;
  keywords?: readonly string[] | null;
  languages?: readonly string[] | null;
  region?: string | null;
  availability?: {
    isAvailable: boolean;
    hoursPerMonth?: number | null;
    note?: Text | null;
    visibility?: 'PUBLIC' | 'MEMBERS' | null;
  } | null;
  isHistoryPublic?: boolean | null;
  contact?: { email?: string | null; telephone?: string | null } | null;
  pages?:
    | readonly {
        kind: 'HOME' | 'NEWS' | 'STOREFRONT' | 'PROFILE' | 'OTHER';
        url: string;
        title?: string | null;
      }[]
    | null;
}

const itemsMax = 100;
const hoursMax = 744;
const nothing = { isAvailable: false, hoursPerMonth: null, note: null, visibility: null };

/** Checks what a person is to say. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkPerson(asked: PersonAsked): PersonDescription {
  const name = asked.name ? parseLocalizedText(asked.name, { max: 100 }) : undefined;
  const telephone = asked.contact?.telephone;
  const own = {
    nameZh: name?.zh,
    nameEn: name?.en,
    orcid: asked.orcid == null ? asked.orcid : parseOrcid(asked.orcid),
    ...twoOf('biography', asked.biography, 5_000),
    fields: each('fields', asked.fields, checkField),
    keywords: each('keywords', asked.keywords, (word) => required(word, 50)),
    languages: each('languages', asked.languages, parseLanguage),
    region: asked.region,
    ...checkAvailability(asked.availability),
    isHistoryPublic: asked.isHistoryPublic ?? undefined,
    contactEmail: asked.contact?.email,
    contactTelephone: telephone == null ? telephone : parseTelephone(telephone),
  };
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const pages = each('pages', asked.pages, ({ kind, url, title }) => ({
    ...{ kind, url, title: parseText(title ?? '', { max: 200 }) || null },
  }));
  return { own: said, ...(pages && { pages }) };
}

/** A first-level subject of GB/T 13745, by its code. */
export function checkField(code: string): string {
  if (!subjects().has(code.trim()))
    throw new WrongValue(`${quoted(code)} is not a field: write a three-digit code of GB/T 13745, as 350.`);
  return code.trim();
}

function checkAvailability(asked: PersonAsked['availability']) {
  if (asked === undefined) return {};
  const { isAvailable, hoursPerMonth = null, note, visibility } = asked ?? nothing;
  if (hoursPerMonth !== null && !(hoursPerMonth >= 1 && hoursPerMonth <= hoursMax))
    throw new WrongValue(`The hours a month are from 1 to ${hoursMax}.`);
  const { availabilityZh = null, availabilityEn = null } = twoOf('availability', note ?? null, 500);
  return {
    ...{ isAvailable, hoursPerMonth, availabilityZh, availabilityEn },
    availabilityVisibility: visibility ?? ('MEMBERS' as const),
  };
}

function twoOf<Name extends string>(name: Name, text: Text | null | undefined, max: number) {
  type Both = { [Each in `${Name}Zh` | `${Name}En`]?: string | null };
  if (text === undefined) return {} as Both;
  const { zh, en } = text ? parseLocalizedText(text, { max, lines: true }) : { zh: null, en: null };
  return { [`${name}Zh`]: zh, [`${name}En`]: en } as Both;
}

function required(text: string, max: number): string {
  const read = parseText(text, { max });
  if (read === '') throw new WrongValue('A keyword is empty: give it, or leave it out.');
  return read;
}

/** The items checked, each once; undefined where the list was not given. */
function each<Item, Checked>(
  what: string,
  items: readonly Item[] | null | undefined,
  check: (item: Item) => Checked,
): Checked[] | undefined {
  if (items === undefined) return undefined;
  if (items && items.length > itemsMax)
    throw new WrongValue(`The list of ${what} has ${items.length} items: give at most ${itemsMax}.`);
  return [...new Map((items ?? []).map(check).map((item) => [JSON.stringify(item), item])).values()];
}
