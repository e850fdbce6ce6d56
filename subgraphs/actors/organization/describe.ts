import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId } from '../../../schema/ids.ts';
import { geoPointInput, localizedTextInput } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { organizationDescribe } from './access.ts';
import { IdentifierTaken, OrganizationUnknown, OrganizationUnusable } from './errors.ts';
import { organizationById, type OrganizationRow } from './organization.store.ts';
import { Organization, OrganizationKind } from './organization.ts';
import {
  IdentifierScheme,
  OrganizationNameKind,
  OrganizationQualificationKind,
  OrganizationSize,
  ProfilePageKind,
  SubFieldEnum,
} from './profile.enums.ts';
import { describeOrganization } from './profile.store.ts';
import { checkOrganization, type OrganizationAsked } from './profile.what.ts';

refusals(builder, OrganizationUnknown, OrganizationUnusable, IdentifierTaken);

const IdentifierInput = builder.inputType('OrganizationIdentifierInput', {
  description: 'A number by which an organisation is known.',
  fields: (t) => ({
    scheme: t.field({
      type: IdentifierScheme,
      description: 'Who gives it; one USCC and one ROR id at most.',
    }),
    value: t.string({ description: 'The number, at most 100 characters. Check digits are checked.' }),
    registry: t.string({ required: false, description: 'Which registry; needed for a local number.' }),
  }),
});

const NameInput = builder.inputType('OrganizationNameInput', {
  description: 'Another name of an organisation.',
  fields: (t) => ({
    text: t.string({ description: 'At most 200 characters.' }),
    language: t.string({ required: false, description: 'BCP 47, such as zh or en.' }),
    kind: t.field({ type: OrganizationNameKind, description: 'What it is.' }),
  }),
});

const PlaceInput = builder.inputType('OrganizationPlaceInput', {
  description: 'Where an organisation is found: at least one of label, region, address and point.',
  fields: (t) => ({
    label: t.string({ required: false, description: 'What it is called; at most 100 characters.' }),
    region: t.field({ type: 'RegionCode', required: false, description: 'In which region.' }),
    address: t.string({
      required: false,
      description: 'Postal address in one line; at most 300 characters.',
    }),
    point: t.field({ type: geoPointInput(builder), required: false, description: 'For a map.' }),
    isSeat: t.boolean({ required: false, description: 'Whether it is the seat; at most one place is.' }),
  }),
});

const IndustryInput = builder.inputType('OrganizationIndustryInput', {
  description: 'What an organisation works in: a code, a name or both.',
  fields: (t) => ({
    code: t.string({
      required: false,
      description: 'GB/T 4754: a letter from A to T and up to four digits.',
    }),
    name: t.string({ required: false, description: 'In its own words; at most 100 characters.' }),
  }),
});

const SubFieldInput = builder.inputType('OrganizationSubFieldInput', {
  description: 'The branch of biomedicine an organisation works in.',
  fields: (t) => ({
    code: t.field({ type: SubFieldEnum, description: 'Which.' }),
    name: t.string({
      required: false,
      description: 'In its own words; needed for another than those listed.',
    }),
  }),
});

const QualificationInput = builder.inputType('OrganizationQualificationInput', {
  description: 'What an authority has certified. One that stays as it was keeps what a review found of it.',
  fields: (t) => ({
    kind: t.field({ type: OrganizationQualificationKind, description: 'What it is.' }),
    name: t.string({ required: false, description: 'In words; needed for another. At most 200 characters.' }),
    number: t.string({ required: false, description: 'Number of the certificate; at most 100 characters.' }),
    issuer: t.string({ required: false, description: 'Who issued it; at most 200 characters.' }),
    validFrom: t.field({ type: 'Date', required: false, description: 'Its first day.' }),
    validUntil: t.field({ type: 'Date', required: false, description: 'Its last day.' }),
  }),
});

const ContactInput = builder.inputType('OrganizationContactInput', {
  description: 'How to reach an organisation; what is left out stays, what is null is cleared.',
  fields: (t) => ({
    website: t.field({ type: 'Url', required: false, description: 'Its own site, for everybody.' }),
    email: t.field({
      type: 'Email',
      required: false,
      description: 'General mailbox, for whoever is signed in.',
    }),
    telephone: t.string({ required: false, description: 'General telephone, for whoever is signed in.' }),
  }),
});

/** What a person says of theirs, too. */
export const ProfilePageInput = builder.inputType('ProfilePageInput', {
  description: 'A page about an organisation or a person.',
  fields: (t) => ({
    kind: t.field({ type: ProfilePageKind, description: 'What it is for.' }),
    url: t.field({ type: 'Url', description: 'Where.' }),
    title: t.string({ required: false, description: 'What it is called; at most 200 characters.' }),
  }),
});

const OrganizationDescribeInput = builder.inputType('OrganizationDescribeInput', {
  description:
    'What an organisation says of itself from now on. What is left out stays; null clears it. Lists are ' +
    'replaced as a whole and have at most 100 items, each of which counts once.',
  fields: (t) => ({
    organizationId: t.id({ description: 'Which organisation.' }),
    kind: t.field({ type: OrganizationKind, required: false, description: 'What it is; null leaves it.' }),
    name: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'The name it goes by, at most 200 characters in each language; null leaves it.',
    }),
    names: t.field({ type: [NameInput], required: false, description: 'Other names.' }),
    identifiers: t.field({ type: [IdentifierInput], required: false, description: 'All its numbers.' }),
    region: t.field({ type: 'RegionCode', required: false, description: 'Where it is seated.' }),
    places: t.field({ type: [PlaceInput], required: false, description: 'Where it is found.' }),
    industries: t.field({ type: [IndustryInput], required: false, description: 'What it works in.' }),
    subField: t.field({ type: SubFieldInput, required: false, description: 'Its branch of biomedicine.' }),
    size: t.field({ type: OrganizationSize, required: false, description: 'Its size class.' }),
    employees: t.int({ required: false, description: 'How many work there, from 0.' }),
    isEmployeesPublic: t.boolean({
      required: false,
      description: 'Whether everybody may see how many; false unless it ever said so.',
    }),
    qualifications: t.field({
      type: [QualificationInput],
      required: false,
      description: 'Its certificates.',
    }),
    contact: t.field({ type: ContactInput, required: false, description: 'How to reach it.' }),
    pages: t.field({ type: [ProfilePageInput], required: false, description: 'Its pages.' }),
  }),
});

/** Checks what an organisation is to say; what cannot be used is a refusal. */
function checked(asked: OrganizationAsked, { isChecked, uscc }: OrganizationRow) {
  try {
    const wish = checkOrganization(asked);
    const given = wish.own?.uscc;
    // Else a firm that was reviewed could go on under the number of another.
    if (isChecked && uscc !== null && given !== undefined && given !== uscc)
      throw new WrongValue('Its unified social credit code was reviewed: ask for a review to change it.');
    return wish;
  } catch (error) {
    throw error instanceof WrongValue ? new OrganizationUnusable(error.message) : error;
  }
}

builder.mutationFields((t) => ({
  organizationDescribe: t.field({
    type: Organization,
    nullable: true,
    access: isSignedIn,
    description:
      'Changes what an organisation says of itself. For its administrators, also through a key. The same again ' +
      'changes nothing.',
    args: { input: t.arg({ type: OrganizationDescribeInput, description: 'The parts to change.' }) },
    errors: {
      types: [OrganizationUnknown, OrganizationUnusable, IdentifierTaken],
      result: { access: isPublic },
      dataField: { name: 'organization', access: isPublic, description: 'The organisation as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const { organizationId, ...asked } = input;
      const row = await organizationById(context).load(asId('Organization', organizationId));
      if (!row) throw new OrganizationUnknown();
      await demand(organizationDescribe, row, context);
      await describeOrganization(context, row.id, checked(asked, row));
      // Read anew, past what loaders remember.
      const described = await organizationById({ ...context }).load(row.id);
      invariant(described, 'An organisation that is described is there.');
      return described;
    },
  }),
}));
