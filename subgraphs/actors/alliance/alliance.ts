import { isPublic } from '../../../schema/access.ts';
import { entity, keyFields } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId, nameOfId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextType, regionOf, regionType } from '../../../schema/value-types.ts';
import { searchText } from '../../../schema/values/search-text.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  allianceActivityAnnounce,
  allianceApply,
  allianceCharterAdopt,
  allianceFoundingConfirm,
  allianceInvite,
  allianceOrganCreate,
} from './access.ts';
import { AllianceAdmissionEnum, AllianceKindEnum, AllianceStateEnum } from './alliance.enums.ts';
import { countGroups } from './alliance.groups.ts';
import {
  AllianceCharter,
  AllianceFounder,
  CharterConnection,
  MemberCount,
  MemberTerms,
} from './alliance.parts.ts';
import {
  allianceById,
  allianceCount,
  type AllianceRow,
  allianceRows,
  alliancesOfOrganization,
  charterInForceByAlliance,
  chartersOfAlliance,
  foundersByAlliance,
  memberKindCountsByAlliance,
  memberKindsByAlliance,
  newestAlliances,
  newestCharters,
} from './alliance.store.ts';

const actions = [
  ...[allianceFoundingConfirm, allianceApply, allianceInvite, allianceCharterAdopt],
  ...[allianceOrganCreate, allianceActivityAnnounce],
];

export const Alliance = builder.objectRef<AllianceRow>('Alliance').implement({
  description: 'A standing community of organisations (联盟), with a charter, members and organs.',
  access: isPublic,
  fields: (t) => ({
    ...keyFields(t),
    name: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => localized(row.nameZh, row.nameEn) ?? { zh: null, en: row.id },
    }),
    kind: t.field({
      type: AllianceKindEnum,
      access: isPublic,
      description: 'What sort of community it is.',
      resolve: (row) => row.kind,
    }),
    state: t.field({
      type: AllianceStateEnum,
      access: isPublic,
      description: 'How far it has come.',
      resolve: (row) => row.state,
    }),
    charter: t.field({
      type: AllianceCharter,
      nullable: true,
      access: isPublic,
      description: 'The version in force.',
      resolve: ({ id }, _args, context) => charterInForceByAlliance(context).load(id),
    }),
    charters: t.field({
      type: CharterConnection,
      access: isPublic,
      description: 'Every version, newest first.',
      args: pageArgs(t.arg),
      resolve: ({ id }, args, context) =>
        readPage(
          context,
          args,
          { list: 'Alliance.charters', parent: id, order: 'NEWEST' },
          newestCharters,
          chartersOfAlliance.of(context, id, null),
        ),
    }),
    industry: t.expose('industry', {
      type: 'IndustryCode',
      nullable: true,
      access: isPublic,
      description: 'Its industry, or null for one of several or none.',
    }),
    fields: t.exposeStringList('fields', {
      access: isPublic,
      description: 'What it is about, in free words; at most 20.',
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'Where it is at home, or null for everywhere.',
      resolve: (row) => regionOf(row.region),
    }),
    website: t.expose('website', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Its site, or null.',
    }),
    secretariat: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The founder whose administrators admit members and keep the charter.',
      resolve: (row, _args, context) => organizationById(context).load(row.secretariatId),
    }),
    founders: t.field({
      type: [AllianceFounder],
      access: isPublic,
      description: 'Who founds it; at most 50.',
      resolve: ({ id }, _args, context) => foundersByAlliance(context).load(id),
    }),
    createdAt: t.expose('createdAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was proposed.',
    }),
    answerBy: t.expose('answerBy', {
      type: 'Instant',
      access: isPublic,
      description: 'Until when its founders could confirm; without the last of them it lapsed then.',
    }),
    foundedAt: t.expose('foundedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the last founder confirmed; null where it was not founded.',
    }),
    admission: t.field({
      type: AllianceAdmissionEnum,
      access: isPublic,
      description: 'How one becomes a member.',
      resolve: (row) => row.admission,
    }),
    whatJoiningOpens: t.field({
      type: [MemberTerms],
      access: isPublic,
      description:
        'What each kind of member is opened; at most three. For those to read who think of joining.',
      resolve: ({ id }, _args, context) => memberKindsByAlliance(context).load(id),
    }),
    memberCounts: t.field({
      type: [MemberCount],
      access: isPublic,
      description: 'Present members by group of kinds; at most five.',
      resolve: async ({ id }, _args, context) =>
        countGroups(await memberKindCountsByAlliance(context).load(id)),
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do here; one line per action.',
      resolve: (row, _args, context) => viewerMay(actions, row, context),
    }),
  }),
});
entity(builder, Alliance, async (context, id) =>
  nameOfId(id) === 'Alliance' ? allianceById(context).load(asId('Alliance', id)) : null,
);

const AllianceConnection = connectionType(builder, { name: 'Alliance', node: Alliance });

builder.objectField(Organization, 'alliances', (t) =>
  t.field({
    type: AllianceConnection,
    access: isPublic,
    description: 'Alliances of which it is a member at present, newest first.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) =>
      readPage(
        context,
        args,
        { list: 'Organization.alliances', parent: id, order: 'NEWEST' },
        newestAlliances,
        alliancesOfOrganization.of(context, id, null),
      ),
  }),
);

const AllianceFilterInput = builder.inputType('AllianceFilter', {
  description: 'Narrows a list of alliances; what is left out does not narrow it.',
  fields: (t) => ({
    text: t.string({
      required: false,
      description: 'Words of the name or of its fields, Chinese or English; at most 200 characters.',
    }),
    kind: t.field({ type: AllianceKindEnum, required: false, description: 'Only this sort.' }),
    industry: t.field({
      type: 'IndustryCode',
      required: false,
      description: 'Of this industry or one within it.',
    }),
    region: t.field({
      type: 'RegionCode',
      required: false,
      description: 'At home in this region or within it.',
    }),
  }),
});

builder.queryFields((t) => ({
  alliance: t.field({
    type: Alliance,
    nullable: true,
    access: isPublic,
    description: 'One alliance, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the alliance.' }) },
    resolve: (_root, { id }, context) => allianceById(context).load(asId('Alliance', id)),
  }),
  alliances: t.field({
    type: AllianceConnection,
    nullable: true,
    access: isPublic,
    description: 'Alliances of which you may know, newest first.',
    args: {
      filter: t.arg({ type: AllianceFilterInput, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter, ...page }, context) => {
      // Two ways to write the same filter are one, so that cursors agree.
      const { kind = null, industry = null, region = null } = filter ?? {};
      const wanted = { text: searchText(filter?.text), kind, industry, region };
      const identity = { list: 'Query.alliances', filter: wanted, order: 'NEWEST' };
      return readPage(context, page, identity, newestAlliances, {
        rows: (request) => allianceRows(context, wanted, request),
        count: () => allianceCount(context, wanted),
      });
    },
  }),
}));
