/** Words of names as they are written short, to how they are compared; several forms of one word count as
 *  one. Read off the strings of many affiliations; no list of others is taken over. */
export const wholeWords: Readonly<Record<string, string>> = {
  ...{ univ: 'university', univer: 'university', universit: 'university', uni: 'university' },
  ...{ universidad: 'university', universidade: 'university', universitat: 'university' },
  ...{ universite: 'university', universita: 'university', universiteit: 'university' },
  ...{ inst: 'institute', institut: 'institute', instituto: 'institute', institution: 'institute' },
  ...{ tech: 'technology', technol: 'technology', technologies: 'technology' },
  ...{ sci: 'science', sciences: 'science', dept: 'department', acad: 'academy', academia: 'academy' },
  ...{ lab: 'laboratory', labs: 'laboratory', laboratories: 'laboratory', coll: 'college' },
  ...{ hosp: 'hospital', hospitals: 'hospital', ctr: 'center', centre: 'center', med: 'medical' },
  ...{ natl: 'national', nat: 'national', res: 'research', int: 'international', prov: 'provincial' },
  ...{ eng: 'engineering', engn: 'engineering', agr: 'agricultural', agric: 'agricultural' },
  ...{ chem: 'chemical', phys: 'physics', corp: 'corporation', minist: 'ministry' },
};

/** Words that tell nothing apart. */
export const emptyWords: ReadonlySet<string> = new Set(
  'of the and for at in de la du des di del a an et y und der fur to e co ltd inc'.split(' '),
);

/** Words after which more of a name follows: "University of …". */
export const openWords: ReadonlySet<string> = new Set(['of', 'de', 'for']);

/** What an organisation is, by its first or last word. */
export const headWords: ReadonlySet<string> = new Set(
  'university institute academy college hospital school'.split(' '),
);

/** A name of nothing but such words fits too many to mean one. */
export const commonWords: ReadonlySet<string> = new Set([
  ...headWords,
  ...'technology science department laboratory national research center medical engineering state key'.split(
    ' ',
  ),
  ...'faculty ministry education health general first second third people peoples affiliated'.split(' '),
  ...'provincial municipal city company group corporation arts applied union social'.split(' '),
]);

/** Written before a name, these make another name of it: "Technical University of Crete". */
export const leadingWords: ReadonlySet<string> = new Set([
  ...'north south east west northeast southeast northwest southwest central new'.split(' '),
  ...'northern southern eastern western'.split(' '),
]);
export const leadingHeads: ReadonlySet<string> = new Set(
  'technical catholic american medical state national federal normal agricultural engineering polytechnic'.split(
    ' ',
  ),
);

/** Offices that stand in the name of a laboratory they license, and are not where anybody works. */
export const officeWords: ReadonlySet<string> = new Set(['ministry', 'commission', 'bureau', 'department']);

/** Countries as affiliations write them. China's parts are named beside China, and count as one. */
const countryWords: Readonly<Record<string, string>> = {
  ...{ china: 'CN', prc: 'CN', 'hong kong': 'CN', macao: 'CN', macau: 'CN', taiwan: 'CN' },
  ...{ usa: 'US', 'united states': 'US', uk: 'GB', 'united kingdom': 'GB', england: 'GB', scotland: 'GB' },
  ...{ japan: 'JP', india: 'IN', korea: 'KR', germany: 'DE', france: 'FR', italy: 'IT', spain: 'ES' },
  ...{ canada: 'CA', australia: 'AU', brazil: 'BR', russia: 'RU', iran: 'IR', turkey: 'TR', egypt: 'EG' },
  ...{ belgium: 'BE', netherlands: 'NL', switzerland: 'CH', austria: 'AT', sweden: 'SE', norway: 'NO' },
  ...{ denmark: 'DK', finland: 'FI', poland: 'PL', portugal: 'PT', greece: 'GR', israel: 'IL' },
  ...{ mexico: 'MX', argentina: 'AR', chile: 'CL', colombia: 'CO', peru: 'PE', venezuela: 'VE' },
  ...{ thailand: 'TH', vietnam: 'VN', malaysia: 'MY', singapore: 'SG', indonesia: 'ID', pakistan: 'PK' },
  ...{ bangladesh: 'BD', 'saudi arabia': 'SA', 'south africa': 'ZA', nigeria: 'NG', kenya: 'KE' },
  ...{ ireland: 'IE', 'new zealand': 'NZ', ukraine: 'UA', romania: 'RO', hungary: 'HU', serbia: 'RS' },
  ...{ 'czech republic': 'CZ', morocco: 'MA', algeria: 'DZ', tunisia: 'TN', philippines: 'PH' },
};

/** The countries a text names, by ISO 3166 code; empty where it names none of those known here. */
export function countriesIn(text: string): ReadonlySet<string> {
  const words = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()} `;
  const found = Object.entries(countryWords).filter(([word]) => words.includes(` ${word} `));
  const chinese = /中国|中华人民共和国|香港|澳门|台湾/u.test(text) ? ['CN'] : [];
  return new Set([...found.map(([, code]) => code), ...chinese]);
}
