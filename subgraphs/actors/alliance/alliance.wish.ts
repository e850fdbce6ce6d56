import type { AllianceAdmission, AllianceRight } from '../../../db/tables/actors/alliance.ts';
import type { AllianceKind, AllianceMemberKind } from '../../../schema/events.alliance.ts';
import type { Id } from '../../../schema/ids.ts';
import { type LocalizedText, parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';

/** A text as a client writes it. */
export interface TextAsked {
  zh?: string | null;
  en?: string | null;
}

/** What one kind of member is opened. */
export interface MemberKindWish {
  kind: AllianceMemberKind;
  opens: LocalizedText;
  rights: AllianceRight[];
}

/** What an alliance is to be, checked. */
export interface AllianceWish {
  kind: AllianceKind;
  name: LocalizedText;
  charter: LocalizedText;
  industry: string | null;
  fields: string[];
  region: string | null;
  website: string | null;
  admission: AllianceAdmission;
  /** The organisation that proposes it, whose administrators will admit members. */
  secretariatId: Id<'Organization'>;
  /** Every founder, the secretariat first. */
  founderIds: Id<'Organization'>[];
  memberKinds: MemberKindWish[];
}

/** The same as it was asked for. */
export interface AllianceAsked {
  kind: AllianceKind;
  name: TextAsked;
  charter: TextAsked;
  industry?: string | null;
  fields?: readonly string[] | null;
  region?: string | null;
  website?: string | null;
  admission: AllianceAdmission;
  secretariatId: Id<'Organization'>;
  founderIds: readonly Id<'Organization'>[];
  memberKinds: readonly { kind: AllianceMemberKind; opens: TextAsked; rights: readonly AllianceRight[] }[];
}

/** An alliance has this many founders at most. */
export const foundersMax = 50;
const fieldsMax = 20;

/** Checks what an alliance is to be. Throws a WrongValue that says what cannot be used, and the way out. */
export function checkAlliance(asked: AllianceAsked): AllianceWish {
  const founderIds = [...new Set([asked.secretariatId, ...asked.founderIds])];
  if (founderIds.length < 2)
    throw new WrongValue('An alliance has at least two founders: name one beside your own organisation.');
  if (founderIds.length > foundersMax)
    throw new WrongValue(
      `An alliance has at most ${foundersMax} founders: the others join once it is founded.`,
    );
  const fields = [...new Set((asked.fields ?? []).map((field) => parseText(field, { max: 50 })))];
  if (fields.includes('')) throw new WrongValue('A field is empty: leave it out.');
  if (fields.length > fieldsMax) throw new WrongValue(`An alliance names at most ${fieldsMax} fields.`);
  return {
    ...{
      kind: asked.kind,
      admission: asked.admission,
      secretariatId: asked.secretariatId,
      founderIds,
      fields,
    },
    ...{ industry: asked.industry ?? null, region: asked.region ?? null, website: asked.website ?? null },
    name: parseLocalizedText(asked.name, { max: 200 }),
    charter: checkCharter(asked.charter),
    memberKinds: checkMemberKinds(asked.memberKinds),
  };
}

/** The text of a charter, checked. */
export const checkCharter = (asked: TextAsked): LocalizedText =>
  parseLocalizedText(asked, { max: 50_000, lines: true });

function checkMemberKinds(asked: AllianceAsked['memberKinds']): MemberKindWish[] {
  const kinds = asked.map(({ kind }) => kind);
  if (!kinds.includes('FULL'))
    throw new WrongValue('Say what joining opens to full members: every founder becomes one.');
  if (new Set(kinds).size < kinds.length) throw new WrongValue('Name each kind of member once.');
  return asked.map(({ kind, opens, rights }) => ({
    kind,
    opens: parseLocalizedText(opens, { max: 2_000, lines: true }),
    rights: [...new Set(rights)].sort(),
  }));
}
