import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { isWithin } from '../../../schema/values/region.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

/** What a platform says of itself, checked. */
export interface PlatformWords {
  nameZh: string | null;
  nameEn: string | null;
  website: string | null;
  contactUrl: string | null;
  regions: string[];
  languages: string[];
}

/** The same as it was asked for. */
export interface PlatformAsked {
  name: { zh?: string | null; en?: string | null };
  website?: string | null;
  contactUrl?: string | null;
  regions: readonly string[];
  languages: readonly string[];
}

export const regionsMax = 40;
export const languagesMax = 10;
export const partnersMax = 10;
/** How long a registration waits for an auditor. */
export const admissionDays = 60;

/** Checks what a platform is to say of itself. Throws a WrongValue that says what cannot be used. */
export function checkPlatform(asked: PlatformAsked): PlatformWords {
  const { zh, en } = parseLocalizedText(asked.name, { max: 200 });
  const regions = [...new Set(asked.regions)].sort();
  if (regions.length === 0) throw new WrongValue('A platform serves at least one region.');
  if (regions.length > regionsMax) throw new WrongValue(`A platform serves at most ${regionsMax} regions.`);
  const languages = [...new Set(asked.languages)];
  if (languages.length === 0) throw new WrongValue('A platform is kept in at least one language.');
  if (languages.length > languagesMax)
    throw new WrongValue(`A platform is kept in at most ${languagesMax} languages.`);
  if (!languages.every((code) => /^[a-z]{2,3}$/.test(code)))
    throw new WrongValue('A language is written as its ISO 639 code, such as zh or en.');
  const { website = null, contactUrl = null } = asked;
  return { nameZh: zh, nameEn: en, website, contactUrl, regions, languages };
}

/** Whether every region lies in those the platform was admitted for. */
export const isNoWider = (regions: readonly string[], admitted: readonly string[]) =>
  regions.every((region) => admitted.some((known) => isWithin(region, known)));
