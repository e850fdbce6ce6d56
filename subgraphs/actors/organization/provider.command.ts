import type { Context } from '../../../schema/context.ts';
import { type Id, nameOfId } from '../../../schema/ids.ts';
import { detectLanguage, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import {
  declareOrganization,
  organizationById,
  organizationByName,
  type OrganizationRow,
} from './organization.store.ts';

/** The organisation of a command line's `--provider`: by id, or by exactly its name. */
export interface FoundProvider {
  /** Null only in a dry run that would have to declare it. */
  organization: OrganizationRow | null;
  /** Whether it was, or in a dry run would be, declared as an unchecked organisation. */
  isNew: boolean;
}

/** Finds the provider, or declares an unknown name as an unchecked organisation. Throws a sentence for an
 *  id that nobody has: an id is never made up. */
export async function findProvider(
  context: Context,
  asked: string,
  { isDryRun = false } = {},
): Promise<FoundProvider> {
  // What looks like an id is one: a slip in it must not become a name.
  if (/^[a-z]{3}_/.test(asked)) {
    const organization = isOrganizationId(asked) ? await organizationById(context).load(asked) : null;
    if (!organization)
      throw new WrongValue(`There is no organisation ${asked}. Give its name instead to have it declared.`);
    return { organization, isNew: false };
  }
  const name = parseText(asked, { max: 200 });
  if (name === '') throw new WrongValue('The provider is empty: give its name or its id.');
  const organization = await organizationByName(context, name);
  if (organization || isDryRun) return { organization, isNew: !organization };
  const named = detectLanguage(name) === 'zh' ? { nameZh: name } : { nameEn: name };
  return { organization: await declareOrganization(context, { kind: 'OTHER', ...named }), isNew: true };
}

const isOrganizationId = (text: string): text is Id<'Organization'> => nameOfId(text) === 'Organization';
