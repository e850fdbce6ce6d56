import type { PartnershipAudience } from '../../../db/tables/actors/partnership.ts';
import type { PartnershipScope } from '../../../schema/events.alliance.ts';
import type { Id } from '../../../schema/ids.ts';
import { type LocalizedText, parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

/** What a partnership is to be, checked. */
export interface PartnershipWish {
  scope: LocalizedText;
  scopes: PartnershipScope[];
  startsOn: string;
  endsOn: string;
  visibility: PartnershipAudience;
  proposerId: Id<'Organization'>;
  /** Every party, the proposer first. */
  partyIds: Id<'Organization'>[];
}

/** The same as it was asked for. */
export interface PartnershipAsked extends Omit<PartnershipWish, 'scope' | 'scopes' | 'partyIds'> {
  scope: { zh?: string | null; en?: string | null };
  scopes: readonly PartnershipScope[];
  partyIds: readonly Id<'Organization'>[];
}

const partiesMax = 20;
const yearsMax = 10;

/** Checks what a partnership is to be. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkPartnership(asked: PartnershipAsked, { now }: { now: Date }): PartnershipWish {
  const partyIds = [...new Set([asked.proposerId, ...asked.partyIds])];
  if (partyIds.length < 2)
    throw new WrongValue('A partnership has at least two parties: name one beside your own organisation.');
  if (partyIds.length > partiesMax) throw new WrongValue(`A partnership has at most ${partiesMax} parties.`);
  const scopes = [...new Set(asked.scopes)].sort();
  if (scopes.length === 0) throw new WrongValue('Say what the partnership is for: give at least one scope.');
  const { startsOn, endsOn, visibility, proposerId } = asked;
  if (endsOn < startsOn || endsOn < now.toISOString().slice(0, 10))
    throw new WrongValue('The partnership ends before it begins, or is over: give a later last day.');
  if (Date.parse(endsOn) - Date.parse(startsOn) > yearsMax * 366 * 86_400_000)
    throw new WrongValue(`A partnership lasts at most ${yearsMax} years: renew it then.`);
  const scope = parseLocalizedText(asked.scope, { max: 2_000, lines: true });
  return { scope, scopes, startsOn, endsOn, visibility, proposerId, partyIds };
}

/** The notice with which a partnership is ended, checked. */
export function checkNotice(text: string): string {
  const notice = parseText(text, { max: 2_000, lines: true });
  if (notice === '') throw new WrongValue('The notice is empty: say why it ends.');
  return notice;
}
