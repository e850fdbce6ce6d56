import { randomBytes } from 'node:crypto';
import { malformed } from './errors.ts';

declare const brand: unique symbol;
/** A string that remembers which table it points at, so a project id cannot be passed where an equipment
 *  id belongs. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** Every kind of thing that has an id, by the prefix its ids carry. A prefix is never reused. */
export const prefixes = {
  Organization: 'org',
  OrganizationQualification: 'oql',
  OrganizationRelation: 'rel',
  Person: 'per',
  Platform: 'plt',
  PlatformRules: 'rul',
  CommitteeSeat: 'sea',
  PlatformNews: 'nws',
  Membership: 'mbr',
  MembershipInvitation: 'inv',
  MembershipApplication: 'apl',
  RoleGrant: 'rol',
  ApiKey: 'key',
  Alliance: 'all',
  AllianceCharter: 'ach',
  AllianceMembership: 'amb',
  AllianceOrgan: 'aog',
  AllianceSeat: 'ast',
  AllianceActivity: 'aac',
  Partnership: 'pts',
  IndustryChain: 'chn',
  ChainPlace: 'cpl',
  SupplyRelation: 'sup',
  QualificationReview: 'qrv',
  CoCreationRoleGrant: 'ccr',
  Equipment: 'eqp',
  Technology: 'tec',
  Knowledge: 'kno',
  Material: 'mat',
  Source: 'src',
  SourceRecord: 'rec',
  ConfidentialEntry: 'cfe',
  Project: 'prj',
  Participation: 'pcp',
  Consent: 'cns',
  Event: 'evt',
} as const;
export type IdName = keyof typeof prefixes;

/** An actor is an organisation or a person; a resource is any of its kinds. */
export type ActorId = Id<'Organization'> | Id<'Person'>;
export const actorNames = ['Organization', 'Person'] as const;
export const resourceNames = ['Equipment', 'Technology', 'Knowledge', 'Material'] as const;
export type ResourceId = {
  [Name in (typeof resourceNames)[number]]: Id<Name>;
}[(typeof resourceNames)[number]];

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const body = /^[0-9a-hjkmnp-tv-z]{26}$/;
let lastMs = 0;
let lastRandom = 0n;

/** A new id: prefix, then 48 bits of time and 80 of chance in 26 characters, so that later ids sort later. */
export function newId<Name extends IdName>(name: Name): Id<Name> {
  const nowMs = Date.now();
  // Within one millisecond the random part counts up, so that ids of one process never sort backwards.
  lastRandom = nowMs > lastMs ? BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n : lastRandom + 1n;
  lastMs = Math.max(nowMs, lastMs);
  return `${prefixes[name]}_${base32((BigInt(lastMs) << 80n) | lastRandom)}` as Id<Name>;
}

/** The text as an id of that name; anything else is a malformed request. It says nothing about whether the
 *  row exists. */
export function asId<Name extends IdName>(name: Name, text: string): Id<Name> {
  if (nameOfId(text) !== name) throw malformed(`"${shown(text)}" is not a ${name} id.`);
  return text as Id<Name>;
}

/** The text as an id of any of these names. */
export function asIdOf<Name extends IdName>(names: readonly Name[], text: string): Id<Name> {
  const found = names.find((name) => name === nameOfId(text));
  if (!found) throw malformed(`"${shown(text)}" is not an id of ${names.join(' or ')}.`);
  return text as Id<Name>;
}

/** What kind of thing this id points at, or null when it is no id of ours. */
export function nameOfId(text: string): IdName | null {
  const cut = text.indexOf('_');
  const prefix = text.slice(0, cut);
  const found = (Object.keys(prefixes) as IdName[]).find((name) => prefixes[name] === prefix);
  return found && body.test(text.slice(cut + 1)) ? found : null;
}

const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function base32(value: bigint): string {
  let text = '';
  for (let rest = value, digit = 0; digit < 26; digit += 1, rest >>= 5n)
    text = alphabet[Number(rest & 31n)] + text;
  return text;
}
