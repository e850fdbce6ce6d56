import { parseDate } from '../../../schema/values/date.ts';
import { parseIndustry } from '../../../schema/values/industry.ts';
import { parseLanguage } from '../../../schema/values/language.ts';
import { parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { parsePoint } from '../../../schema/values/point.ts';
import { parseRor } from '../../../schema/values/ror.ts';
import { parseTelephone } from '../../../schema/values/telephone.ts';
import { parseUscc } from '../../../schema/values/uscc.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import type { OrganizationDescription } from './profile.store.ts';

type Description = Required<OrganizationDescription>;
type Given<Row> = { [Name in keyof Row]?: Row[Name] | null };

/** What a client asks an organisation to say of itself: what is absent stays, what is null is cleared. */
export interface OrganizationAsked {
  kind?: string | null;
  name?: { zh?: string | null; en?: string | null } | null;
  region?: string | null;
  identifiers?: readonly { scheme: string; value: string; registry?: string | null }[] | null;
  names?:
    readonly (Given<Description['names'][number]> & Pick<Description['names'][number], 'kind'>)[] | null;
  places?:
    | readonly (Given<Pick<Description['places'][number], 'label' | 'region' | 'address' | 'isSeat'>> & {
        point?: { latitude: number; longitude: number } | null;
      })[]
    | null;
  industries?: readonly Given<Description['industries'][number]>[] | null;
  subField?: { code: NonNullable<Description['own']['subField']>; name?: string | null } | null;
  size?: Description['own']['size'];
  employees?: number | null;
  isEmployeesPublic?: boolean | null;
  qualifications?:
    | readonly (Given<Description['qualifications'][number]> &
        Pick<Description['qualifications'][number], 'kind'>)[]
    | null;
  contact?: { website?: string | null; email?: string | null; telephone?: string | null } | null;
  pages?: readonly (Pick<Description['pages'][number], 'kind' | 'url'> & { title?: string | null })[] | null;
}

const itemsMax = 100;
const employeesMax = 10_000_000;

/** Checks what an organisation is to say of itself. Throws a WrongValue that says what cannot be used, and
 *  the way out. */
export function checkOrganization(asked: OrganizationAsked): OrganizationDescription {
  const lists = {
    identifiers: listed('identifiers', asked.identifiers, (each) => each),
    names: listed('names', asked.names, checkName),
    places: listed('places', asked.places, checkPlace),
    industries: listed('industries', asked.industries, checkIndustry),
    qualifications: listed('qualifications', asked.qualifications, checkQualification),
    pages: listed('pages', asked.pages, ({ kind, url, title }) => ({ kind, url, title: line(title, 200) })),
  };
  if ((lists.places ?? []).filter(({ isSeat }) => isSeat).length > 1)
    throw new WrongValue('An organisation has one seat: mark one of its places.');
  const { identifiers, ...rest } = lists;
  const { local, ...numbers } = checkIdentifiers(identifiers);
  return dropAbsent({ own: { ...checkOwn(asked), ...numbers }, ...rest, identifiers: local });
}

/** A number that an organisation is found by, in the form in which it is kept. */
export function checkIdentifier(scheme: string, value: string): string {
  if (scheme === 'USCC') return parseUscc(value);
  if (scheme === 'ROR') return parseRor(value);
  return required('value', value, 100);
}

/** A number of any scheme as it is kept: what looks like one that can be checked is read as that. */
export function anyIdentifier(text: string): string {
  const bare = line(text, 100) ?? '';
  if (/ror\.org\/|^0[a-z\d]{6}\d{2}$/i.test(bare)) return parseRor(bare);
  return bare;
}

/** A text of one line, or null where nothing is said. */
export function line(text: string | null | undefined, max: number): string | null {
  return parseText(text ?? '', { max }) || null;
}

function checkOwn(asked: OrganizationAsked): Description['own'] {
  const { kind, name, region, subField, size, employees, isEmployeesPublic, contact } = asked;
  const named = name ? parseLocalizedText(name, { max: 200 }) : null;
  if (employees != null && !(employees >= 0 && employees <= employeesMax))
    throw new WrongValue(`The number of employees is from 0 to ${employeesMax}.`);
  if (subField?.code === 'OTHER' && !line(subField.name, 100))
    throw new WrongValue('A sub-field that is another is named: give its name.');
  const telephone = contact?.telephone;
  return dropAbsent({
    kind: kind ?? undefined,
    nameZh: named?.zh,
    nameEn: named?.en,
    region,
    subField: subField === undefined ? undefined : (subField?.code ?? null),
    subFieldName: subField === undefined ? undefined : line(subField?.name, 100),
    size,
    employees,
    isEmployeesPublic: isEmployeesPublic ?? undefined,
    website: contact?.website,
    contactEmail: contact?.email,
    contactTelephone: telephone == null ? telephone : parseTelephone(telephone),
  });
}

/** USCC and ROR stand in the organisation itself; a list that is given and lacks them clears them. */
function checkIdentifiers(asked: NonNullable<OrganizationAsked['identifiers']>[number][] | undefined) {
  if (!asked) return {};
  const of = (scheme: string) => {
    const found = new Set(
      asked.flatMap((each) => (each.scheme === scheme ? checkIdentifier(scheme, each.value) : [])),
    );
    if (found.size > 1) throw new WrongValue(`An organisation has one ${scheme}: give one.`);
    return [...found][0] ?? null;
  };
  const local = asked.flatMap(({ scheme, value, registry }) =>
    scheme === 'LOCAL'
      ? { registry: required('registry', registry, 100), value: checkIdentifier(scheme, value) }
      : [],
  );
  return { uscc: of('USCC'), ror: of('ROR'), local: once(local) };
}

function checkName({ kind, text, language }: NonNullable<OrganizationAsked['names']>[number]) {
  return { kind, text: required('text', text, 200), language: language ? parseLanguage(language) : null };
}

function checkPlace({
  label,
  region = null,
  address,
  point,
  isSeat,
}: NonNullable<OrganizationAsked['places']>[number]) {
  const { latitude = null, longitude = null } = point ? parsePoint(point) : {};
  const place = { label: line(label, 100), region, address: line(address, 300), latitude, longitude };
  if (Object.values(place).every((each) => each === null))
    throw new WrongValue('A place says where it is: give its label, region, address or point.');
  return { ...place, isSeat: isSeat ?? false };
}

function checkIndustry({ code, name }: Given<Description['industries'][number]>) {
  const industry = { code: code ? parseIndustry(code) : null, name: line(name, 100) };
  if (!industry.code && !industry.name)
    throw new WrongValue('An industry has a code of GB/T 4754, or a name: give one.');
  return industry;
}

function checkQualification(asked: NonNullable<OrganizationAsked['qualifications']>[number]) {
  const { kind, validFrom = null, validUntil = null } = asked;
  const name = line(asked.name, 200);
  if (kind === 'OTHER' && !name)
    throw new WrongValue('A qualification that is another is named: give its name.');
  for (const day of [validFrom, validUntil]) if (day) parseDate(day);
  if (validFrom && validUntil && validUntil < validFrom)
    throw new WrongValue('A qualification ends on the day it began, or later.');
  return {
    kind,
    name,
    number: line(asked.number, 100),
    issuer: line(asked.issuer, 200),
    validFrom,
    validUntil,
  };
}

function required(what: string, text: string | null | undefined, max: number): string {
  const read = line(text, max);
  if (read === null) throw new WrongValue(`The ${what} is empty: give it, or leave the item out.`);
  return read;
}

/** The items checked, each once; undefined where the list was not given. */
function listed<Item, Checked>(
  what: string,
  items: readonly Item[] | null | undefined,
  check: (item: Item) => Checked,
): Checked[] | undefined {
  if (items === undefined) return undefined;
  if (items && items.length > itemsMax)
    throw new WrongValue(`The list of ${what} has ${items.length} items: give at most ${itemsMax}.`);
  return once((items ?? []).map(check));
}

/** Each item once, the first of those that say the same. */
function once<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function dropAbsent<Value extends object>(value: Value) {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Name in keyof Value]?: Exclude<Value[Name], undefined>;
  };
}
