import { isPublic } from '../../../schema/access.ts';
import { geoPointType, regionOf, regionType } from '../../../schema/value-types.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { builder } from '../builder.ts';
import { isShownEmployees } from './access.ts';
import type { OrganizationRow } from './organization.store.ts';
import { Organization } from './organization.ts';
import {
  IdentifierScheme,
  OrganizationNameKind,
  OrganizationQualificationKind,
  OrganizationSize,
  ProfilePageKind,
  SubFieldEnum,
} from './profile.enums.ts';
import {
  identifiersByOrganization,
  industriesByOrganization,
  type IndustryRow,
  type NameRow,
  namesByOrganization,
  type PageRow,
  pagesByOrganization,
  type PlaceRow,
  placesByOrganization,
  type QualificationRow,
  qualificationsByOrganization,
} from './profile.store.ts';

interface Identifier {
  scheme: 'USCC' | 'ROR' | 'LOCAL';
  value: string;
  registry: string | null;
}

const OrganizationIdentifier = builder.objectRef<Identifier>('OrganizationIdentifier').implement({
  description: 'A number by which an organisation is known.',
  access: isPublic,
  fields: (t) => ({
    scheme: t.expose('scheme', { type: IdentifierScheme, access: isPublic, description: 'Who gives it.' }),
    value: t.exposeString('value', { access: isPublic, description: 'The number; a ROR id as its address.' }),
    registry: t.exposeString('registry', {
      nullable: true,
      access: isPublic,
      description: 'Which registry, in its own words; null where the scheme says it.',
    }),
    isChecked: t.boolean({
      access: isPublic,
      description: 'Whether its check digits were checked. A local number has none.',
      resolve: ({ scheme }) => scheme !== 'LOCAL',
    }),
  }),
});

const OrganizationName = builder.objectRef<NameRow>('OrganizationName').implement({
  description: 'Another name of an organisation.',
  access: isPublic,
  fields: (t) => ({
    text: t.exposeString('text', { access: isPublic, description: 'The name.' }),
    language: t.exposeString('language', {
      nullable: true,
      access: isPublic,
      description: 'BCP 47, such as zh or en; null where nobody said.',
    }),
    kind: t.expose('kind', { type: OrganizationNameKind, access: isPublic, description: 'What it is.' }),
  }),
});

const OrganizationPlace = builder.objectRef<PlaceRow>('OrganizationPlace').implement({
  description: 'Where an organisation is found.',
  access: isPublic,
  fields: (t) => ({
    label: t.exposeString('label', {
      nullable: true,
      access: isPublic,
      description: 'What it calls the place, or the town; or null.',
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'In which region; null outside GB/T 2260 or when unknown.',
      resolve: (row) => regionOf(row.region),
    }),
    address: t.exposeString('address', {
      nullable: true,
      access: isPublic,
      description: 'Postal address in one line, or null.',
    }),
    point: t.field({
      type: geoPointType(builder),
      nullable: true,
      access: isPublic,
      description: 'For a map; null when unknown.',
      resolve: ({ latitude, longitude }) =>
        latitude === null || longitude === null ? null : { latitude, longitude },
    }),
    isSeat: t.exposeBoolean('isSeat', {
      access: isPublic,
      description: 'Whether it is the seat; at most one place is.',
    }),
  }),
});

const OrganizationIndustry = builder.objectRef<IndustryRow>('OrganizationIndustry').implement({
  description: 'What an organisation works in: a code, a name or both.',
  access: isPublic,
  fields: (t) => ({
    code: t.exposeString('code', {
      nullable: true,
      access: isPublic,
      description: 'GB/T 4754: a letter and up to four digits; its form is checked. Or null.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      access: isPublic,
      description: 'In its own words, or null.',
    }),
  }),
});

const OrganizationSubField = builder.objectRef<OrganizationRow>('OrganizationSubField').implement({
  description: 'The branch of biomedicine an organisation works in.',
  access: isPublic,
  fields: (t) => ({
    code: t.field({
      type: SubFieldEnum,
      access: isPublic,
      description: 'Which.',
      resolve: ({ subField }) => subField ?? 'OTHER',
    }),
    name: t.exposeString('subFieldName', {
      nullable: true,
      access: isPublic,
      description: 'In its own words; never null for another than those listed.',
    }),
  }),
});

const OrganizationQualification = builder.objectRef<QualificationRow>('OrganizationQualification').implement({
  description: 'What an authority has certified of an organisation.',
  access: isPublic,
  fields: (t) => ({
    id: t.exposeID('id', {
      access: isPublic,
      description: 'Opaque id, the same while nothing of it changes.',
    }),
    kind: t.expose('kind', {
      type: OrganizationQualificationKind,
      access: isPublic,
      description: 'What it is.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      access: isPublic,
      description: 'In words; never null for another than those listed.',
    }),
    number: t.exposeString('number', {
      nullable: true,
      access: isPublic,
      description: 'Number of the certificate, or null.',
    }),
    issuer: t.exposeString('issuer', {
      nullable: true,
      access: isPublic,
      description: 'Who issued it, or null.',
    }),
    validFrom: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Its first day, or null when not said.',
      resolve: ({ validFrom }) => validFrom as CalendarDate | null,
    }),
    validUntil: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Its last day; null where it has none or it was not said.',
      resolve: ({ validUntil }) => validUntil as CalendarDate | null,
    }),
    isVerified: t.boolean({
      access: isPublic,
      description: 'Whether a review has seen the certificate. False for what the organisation alone says.',
      resolve: ({ verifiedAt }) => verifiedAt !== null,
    }),
    isValid: t.exposeBoolean('isValid', {
      access: isPublic,
      description: 'Whether today lies within its days, by the calendar of China.',
    }),
  }),
});

export const ProfilePage = builder
  .objectRef<Pick<PageRow, 'kind' | 'url' | 'title'>>('ProfilePage')
  .implement({
    description: 'A page about an organisation or a person.',
    access: isPublic,
    fields: (t) => ({
      kind: t.expose('kind', { type: ProfilePageKind, access: isPublic, description: 'What it is for.' }),
      url: t.expose('url', { type: 'Url', access: isPublic, description: 'Where.' }),
      title: t.exposeString('title', {
        nullable: true,
        access: isPublic,
        description: 'What it is called, or null.',
      }),
    }),
  });

builder.objectFields(Organization, (t) => ({
  identifiers: t.field({
    type: [OrganizationIdentifier],
    access: isPublic,
    description: 'Numbers by which it is known; at most 102.',
    resolve: async ({ id, uscc, ror }, _args, context): Promise<Identifier[]> => [
      ...(uscc ? [{ scheme: 'USCC' as const, value: uscc, registry: null }] : []),
      ...(ror ? [{ scheme: 'ROR' as const, value: ror, registry: null }] : []),
      ...(await identifiersByOrganization(context).load(id)).map(({ value, registry }) => ({
        ...{ scheme: 'LOCAL' as const, value, registry },
      })),
    ],
  }),
  names: t.field({
    type: [OrganizationName],
    access: isPublic,
    description: 'Other names, in any language; at most 100.',
    resolve: ({ id }, _args, context) => namesByOrganization(context).load(id),
  }),
  places: t.field({
    type: [OrganizationPlace],
    access: isPublic,
    description: 'Where it is found; at most 100.',
    resolve: ({ id }, _args, context) => placesByOrganization(context).load(id),
  }),
  industries: t.field({
    type: [OrganizationIndustry],
    access: isPublic,
    description: 'What it works in, the main one first; at most 100.',
    resolve: ({ id }, _args, context) => industriesByOrganization(context).load(id),
  }),
  subField: t.field({
    type: OrganizationSubField,
    nullable: true,
    access: isPublic,
    description: 'Its branch of biomedicine; null outside it or when not said.',
    resolve: (row) => (row.subField ? row : null),
  }),
  size: t.field({
    type: OrganizationSize,
    nullable: true,
    access: isPublic,
    description: 'Its size class; null when not said.',
    resolve: ({ size }) => size,
  }),
  employees: t.exposeInt('employees', {
    nullable: true,
    access: isShownEmployees,
    description: 'How many work there; null when not said.',
  }),
  qualifications: t.field({
    type: [OrganizationQualification],
    access: isPublic,
    description: 'What authorities have certified, expired ones too; at most 100.',
    resolve: ({ id }, _args, context) => qualificationsByOrganization(context).load(id),
  }),
  pages: t.field({
    type: [ProfilePage],
    access: isPublic,
    description: 'Its pages: home, news, storefront and others; at most 100.',
    resolve: ({ id }, _args, context) => pagesByOrganization(context).load(id),
  }),
}));
