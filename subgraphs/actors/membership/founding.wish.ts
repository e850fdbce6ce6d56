import { type LocalizedText, parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { parseRor } from '../../../schema/values/ror.ts';
import { parseUscc } from '../../../schema/values/uscc.ts';
import type { OrganizationKindName } from '../organization/organization.kinds.ts';

/** An organisation as its founder describes it, checked. */
export interface FoundingWish {
  kind: OrganizationKindName;
  nameZh: string | null;
  nameEn: string | null;
  region: string | null;
  uscc: string | null;
  ror: string | null;
  website: string | null;
}

/** The same as it was asked for. */
export interface FoundingAsked {
  kind: OrganizationKindName;
  name: { [Language in keyof LocalizedText]?: string | null };
  region?: string | null;
  uscc?: string | null;
  ror?: string | null;
  website?: string | null;
}

const nameMax = 200;

/** Checks how an organisation is described. Throws a WrongValue that says what cannot be used. */
export function checkFounding(asked: FoundingAsked): FoundingWish {
  const { kind, region = null, website = null } = asked;
  const { zh: nameZh, en: nameEn } = parseLocalizedText(asked.name, { max: nameMax });
  return {
    ...{ kind, nameZh, nameEn, region, website },
    uscc: asked.uscc == null ? null : parseUscc(asked.uscc),
    ror: asked.ror == null ? null : parseRor(asked.ror),
  };
}
