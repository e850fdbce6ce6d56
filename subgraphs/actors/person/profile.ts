import { subjects } from '../../../db/lists/subjects.ts';
import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { malformed } from '../../../schema/errors.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextType, regionOf, regionType } from '../../../schema/value-types.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { parseLanguage } from '../../../schema/values/language.ts';
import { searchText } from '../../../schema/values/search-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Organization } from '../organization/organization.ts';
import { ProfilePage } from '../organization/profile.ts';
import { isShownAvailability, personActions } from './access.ts';
import {
  affiliationCountByPerson,
  affiliationOrder,
  type AffiliationRow,
  affiliationRowsByPerson,
} from './affiliation.store.ts';
import type { PersonRow } from './person.store.ts';
import { Person } from './person.ts';
import { checkField } from './profile.what.ts';
import { expertCount, type ExpertFilter, expertRows, newestExperts, pagesByPerson } from './profile.store.ts';

const PersonField = builder.objectRef<{ code: string }>('PersonField').implement({
  description: 'A field of knowledge.',
  access: isPublic,
  fields: (t) => ({
    code: t.exposeString('code', { access: isPublic, description: 'Three digits of GB/T 13745.' }),
    name: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'Its name in Chinese.',
      resolve: ({ code }) => ({ zh: subjects().get(code)?.nameZh ?? code, en: null }),
    }),
  }),
});

export const AvailabilityVisibility = builder.enumType('AvailabilityVisibility', {
  description: 'Who may see that a person is available.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    MEMBERS: { description: 'Whoever is signed in.' },
  } as const,
});

const PersonAvailability = builder.objectRef<PersonRow>('PersonAvailability').implement({
  description: 'Whether, and how much, a person can advise others.',
  access: isPublic,
  fields: (t) => ({
    isAvailable: t.exposeBoolean('isAvailable', {
      access: isPublic,
      description: 'Whether at all; false until the person says so.',
    }),
    hoursPerMonth: t.exposeInt('hoursPerMonth', {
      nullable: true,
      access: isPublic,
      description: 'How many hours a month at most, or null when not said.',
    }),
    note: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'In words of the person, or null.',
      resolve: ({ availabilityZh, availabilityEn }) => localized(availabilityZh, availabilityEn),
    }),
    visibility: t.field({
      type: AvailabilityVisibility,
      access: isPublic,
      description: 'Who may see this.',
      resolve: ({ availabilityVisibility }) => availabilityVisibility,
    }),
  }),
});

const PastAffiliation = builder.objectRef<AffiliationRow>('PastAffiliation').implement({
  description: "A person's place in an organisation, present or past.",
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Where.',
      resolve: ({ organizationId }, _args, context) => organizationById(context).load(organizationId),
    }),
    position: t.exposeString('position', {
      nullable: true,
      access: isPublic,
      description: 'Title or function there, or null.',
    }),
    startsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'Since when.',
      resolve: ({ startsOn }) => startsOn as CalendarDate,
    }),
    endsOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Until when; null at present.',
      resolve: ({ endsOn }) => endsOn as CalendarDate | null,
    }),
  }),
});
const AffiliationConnection = connectionType(builder, { name: 'PastAffiliation', node: PastAffiliation });

builder.objectFields(Person, (t) => ({
  isOrcidProven: t.boolean({
    access: isPublic,
    description:
      'Whether ORCID itself, or a curator, said so; false where the person alone did, or has none.',
    resolve: ({ orcid, isOrcidProven }) => orcid !== null && isOrcidProven,
  }),
  biography: t.field({
    type: localizedTextType(builder),
    nullable: true,
    access: isPublic,
    description: 'In words of the person, or null.',
    resolve: ({ biographyZh, biographyEn }) => localized(biographyZh, biographyEn),
  }),
  fields: t.field({
    type: [PersonField],
    access: isPublic,
    description: 'What the person knows, by the list of subjects; at most 100.',
    resolve: ({ fields }) => fields.map((code) => ({ code })),
  }),
  keywords: t.exposeStringList('keywords', {
    access: isPublic,
    description: 'What the person knows, in their own words; at most 100.',
  }),
  languages: t.exposeStringList('languages', {
    access: isPublic,
    description: 'Languages the person speaks, by BCP 47; at most 100.',
  }),
  region: t.field({
    type: regionType(builder),
    nullable: true,
    access: isPublic,
    description: 'Where the person works, or null when not said.',
    resolve: ({ region }) => regionOf(region),
  }),
  availability: t.field({
    type: PersonAvailability,
    nullable: true,
    access: isShownAvailability,
    description: 'Whether, and how much, the person can advise others.',
    resolve: (row) => row,
  }),
  pages: t.field({
    type: [ProfilePage],
    access: isPublic,
    description: 'Pages about the person; at most 100.',
    resolve: ({ id }, _args, context) => pagesByPerson(context).load(id),
  }),
  affiliationHistory: t.field({
    type: AffiliationConnection,
    nullable: true,
    access: isPublic,
    description:
      'Places in organisations, the last begun first. Past ones only where the person lets everybody see them, ' +
      'and for the person, administrators of the organisation left, and auditors.',
    args: pageArgs(t.arg),
    resolve: ({ id }, page, context) => {
      const identity = { list: 'Person.affiliationHistory', parent: id, order: 'LAST_BEGUN' };
      return readPage(context, page, identity, affiliationOrder, {
        rows: (request) => affiliationRowsByPerson(context, request).load(id),
        count: () => affiliationCountByPerson(context, null).load(id),
      });
    },
  }),
  viewerMay: t.field({
    type: [viewerMayType(builder)],
    access: isPublic,
    description: 'What you may do to it; one line per action.',
    resolve: (row, _args, context) => viewerMay(personActions, row, context),
  }),
}));

const ExpertConnection = connectionType(builder, { name: 'Expert', node: Person });

const ExpertFilterInput = builder.inputType('ExpertFilter', {
  description: 'Narrows a list of experts; what is left out does not narrow it.',
  fields: (t) => ({
    text: t.string({
      required: false,
      description: 'Words of the name, the biography or a keyword; at most 200 characters.',
    }),
    field: t.string({ required: false, description: 'A three-digit code of GB/T 13745.' }),
    language: t.string({ required: false, description: 'Speaks this language, by BCP 47.' }),
    region: t.field({
      type: 'RegionCode',
      required: false,
      description: 'Works in this region or within it; where not said, that of an organisation of theirs.',
    }),
    hoursMin: t.int({ required: false, description: 'Has at least so many hours a month.' }),
  }),
});

/** The filter in the one form in which it is compared and asked. */
function wantedOf(asked: { [Name in keyof ExpertFilter]?: ExpertFilter[Name] }): ExpertFilter {
  const { region = null, hoursMin = null } = asked;
  try {
    const field = asked.field ? checkField(asked.field) : null;
    const language = asked.language ? parseLanguage(asked.language) : null;
    return { text: searchText(asked.text), field, language, region, hoursMin };
  } catch (error) {
    throw error instanceof WrongValue ? malformed(error.message) : error;
  }
}

builder.queryFields((t) => ({
  experts: t.field({
    type: ExpertConnection,
    nullable: true,
    access: isPublic,
    description:
      'People who said they can advise others and consent to being listed, newest first: those who show it to ' +
      'everybody, and to whoever is signed in also the others.',
    args: {
      filter: t.arg({ type: ExpertFilterInput, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const wanted = wantedOf(filter ?? {});
      const identity = { list: 'Query.experts', filter: wanted, order: 'NEWEST' };
      return readPage(context, page, identity, newestExperts, {
        rows: (request) => expertRows(context, wanted, request),
        count: () => expertCount(context, wanted),
      });
    },
  }),
}));
