import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { entity } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { malformed } from '../../../schema/errors.ts';
import { asId, nameOfId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { regionOf, regionType } from '../../../schema/value-types.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { parseIndustry } from '../../../schema/values/industry.ts';
import { searchText } from '../../../schema/values/search-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { Actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { organizationActions } from './access.ts';
import { organizationKinds } from './organization.kinds.ts';
import {
  newestOrganizations,
  organizationById,
  organizationByRor,
  organizationCount,
  type OrganizationFilter,
  type OrganizationRow,
  organizationRows,
} from './organization.store.ts';
import { OrganizationQualificationKind, OrganizationSize, SubFieldEnum } from './profile.enums.ts';
import { anyIdentifier } from './profile.what.ts';

export const OrganizationKind = builder.enumType('OrganizationKind', {
  description: 'What an organisation is.',
  values: Object.fromEntries(
    Object.entries(organizationKinds).map(([name, description]) => [name, { description }]),
  ) as Record<keyof typeof organizationKinds, { description: string }>,
});

const OrganizationContact = builder.objectRef<OrganizationRow>('OrganizationContact').implement({
  description: 'How to reach an organisation.',
  access: isPublic,
  fields: (t) => ({
    website: t.expose('website', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Its own site, or null.',
    }),
    email: t.expose('contactEmail', {
      type: 'Email',
      nullable: true,
      access: isSignedIn,
      description: 'General mailbox, or null.',
    }),
    telephone: t.exposeString('contactTelephone', {
      nullable: true,
      access: isSignedIn,
      description: 'General telephone as it was given, or null.',
    }),
  }),
});

const OrganizationStatus = builder.enumType('OrganizationStatus', {
  description: 'Whether an organisation still exists.',
  values: {
    ACTIVE: { description: 'It exists, as far as we know.' },
    INACTIVE: { description: 'It has ceased, or was merged or split.' },
    WITHDRAWN: { description: 'It should never have been listed: mostly a second entry of the same one.' },
  },
});

const organizationRef = builder.objectRef<OrganizationRow>('Organization');
export const Organization = organizationRef.implement({
  description: 'An organisation: enterprise, university, institute, agency, government body and others.',
  access: isPublic,
  interfaces: [Actor],
  fields: (t) => ({
    kind: t.field({
      type: OrganizationKind,
      access: isPublic,
      description: 'What it is.',
      resolve: (row) => row.kind as keyof typeof organizationKinds,
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'Where it is seated; null outside GB/T 2260 or when unknown.',
      resolve: (row) => regionOf(row.region),
    }),
    uscc: t.exposeString('uscc', {
      nullable: true,
      access: isPublic,
      description: 'Unified social credit code (GB 32100), or null.',
    }),
    ror: t.expose('ror', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'ROR id as its address, or null.',
    }),
    isChecked: t.exposeBoolean('isChecked', {
      access: isPublic,
      description: 'False while only an import or itself has named it.',
    }),
    status: t.field({
      type: OrganizationStatus,
      access: isPublic,
      description: 'Whether it still exists.',
      resolve: (row) => row.status,
    }),
    successor: t.field({
      type: organizationRef,
      nullable: true,
      access: isPublic,
      description:
        'What replaces one that is inactive or withdrawn; itself replaced when it has a successor. Null for an ' +
        'active one, and when none or several replace it or the one that does is not known here.',
      resolve: async (row, _args, context) =>
        row.successorRor ? organizationByRor(context).load(row.successorRor) : null,
    }),
    contact: t.field({
      type: OrganizationContact,
      access: isPublic,
      description: 'How to reach it.',
      resolve: (row) => row,
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay(organizationActions, row, context),
    }),
  }),
});

entity(builder, Organization, async (context, id) =>
  nameOfId(id) === 'Organization' ? organizationById(context).load(asId('Organization', id)) : null,
);

const OrganizationConnection = connectionType(builder, { name: 'Organization', node: Organization });

const OrganizationFilterInput = builder.inputType('OrganizationFilter', {
  description: 'Narrows a list of organisations; what is left out does not narrow it.',
  fields: (t) => ({
    text: t.string({
      required: false,
      description: 'Words of the name, Chinese or English; at most 200 characters.',
    }),
    kind: t.field({ type: OrganizationKind, required: false, description: 'Only this kind.' }),
    region: t.field({
      type: 'RegionCode',
      required: false,
      description: 'Seated in this region or within it.',
    }),
    industry: t.string({
      required: false,
      description: 'Works in this industry or within it: a code of GB/T 4754, such as C27.',
    }),
    subField: t.field({
      type: SubFieldEnum,
      required: false,
      description: 'Only this branch of biomedicine.',
    }),
    size: t.field({ type: OrganizationSize, required: false, description: 'Only this size class.' }),
    qualification: t.field({
      type: OrganizationQualificationKind,
      required: false,
      description: 'Holds this qualification, and it is valid today.',
    }),
    identifier: t.string({
      required: false,
      description: 'Has this USCC, ROR id, or number in any registry; at most 100 characters.',
    }),
  }),
});

/** The filter in the one form in which it is compared and asked. */
function wantedOf(filter: OrganizationFilter): Required<OrganizationFilter> {
  const { kind = null, region = null, subField = null, size = null, qualification = null } = filter;
  try {
    const industry = filter.industry ? parseIndustry(filter.industry) : null;
    const identifier = filter.identifier ? anyIdentifier(filter.identifier) : null;
    const text = searchText(filter.text);
    return { text, kind, region, subField, size, industry, qualification, identifier };
  } catch (error) {
    throw error instanceof WrongValue ? malformed(error.message) : error;
  }
}

builder.queryFields((t) => ({
  organizations: t.field({
    type: OrganizationConnection,
    nullable: true,
    access: isPublic,
    description: 'Organisations, newest first.',
    args: {
      filter: t.arg({ type: OrganizationFilterInput, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter, ...page }, context) => {
      // Two ways to write the same filter are one, so that cursors agree.
      const wanted = wantedOf(filter ?? {});
      return readPage(
        context,
        page,
        { list: 'Query.organizations', filter: wanted, order: 'NEWEST' },
        newestOrganizations,
        {
          rows: (request) => organizationRows(context, wanted, request),
          count: () => organizationCount(context, wanted),
        },
      );
    },
  }),
}));
