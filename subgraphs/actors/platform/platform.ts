import { isPublic } from '../../../schema/access.ts';
import { entity, keyFields } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId, type Id, nameOfId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextType, regionType } from '../../../schema/value-types.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { rulesDraft, seatFill } from '../governance/access.ts';
import { frontChoose, newsDraft } from '../regional-view/access.ts';
import { isKeeper, platformActions } from './access.ts';
import { OperatorPart, PlatformKind, PlatformState } from './platform.enums.ts';
import { operatorIdsByPlatform } from './platform.operators.store.ts';
import {
  newestPlatforms,
  partnersByPlatform,
  platformById,
  platformCount,
  type PlatformRow,
  platformRows,
  regionsByPlatform,
} from './platform.store.ts';

interface OperatorRow {
  organizationId: Id<'Organization'>;
  part: 'LEAD' | 'PARTNER';
}

const PlatformOperator = builder.objectRef<OperatorRow>('PlatformOperator').implement({
  description: 'An organisation that operates a platform.',
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The organisation; null when it is not for you to know of.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    part: t.field({
      type: OperatorPart,
      access: isPublic,
      description: 'What part it has.',
      resolve: (row) => row.part,
    }),
  }),
});

export const Platform = builder.objectRef<PlatformRow>('Platform').implement({
  description: 'A regional or commercial platform that federates its catalogue here.',
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
      type: PlatformKind,
      access: isPublic,
      description: 'Who leads it.',
      resolve: (row) => row.kind as 'GOVERNMENT_LED' | 'ENTERPRISE_OPERATED' | 'INTERMEDIARY',
    }),
    state: t.field({
      type: PlatformState,
      access: isPublic,
      description: 'Whether it was admitted.',
      resolve: (row) => row.state,
    }),
    operator: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The organisation that runs it; of several the one in the lead.',
      resolve: (row, _args, context) => organizationById(context).load(row.operatorId),
    }),
    operators: t.field({
      type: [PlatformOperator],
      access: isPublic,
      description: 'Every organisation that runs it, the one in the lead first; at most 11.',
      resolve: async ({ id, operatorId }, _args, context): Promise<OperatorRow[]> => {
        const partners = await partnersByPlatform(context).load(id);
        return [
          { organizationId: operatorId, part: 'LEAD' },
          ...partners.map(({ organizationId }) => ({ organizationId, part: 'PARTNER' as const })),
        ];
      },
    }),
    operatorPeople: t.field({
      type: [Person],
      nullable: true,
      access: isKeeper,
      description: 'The people who operate it, in order of appointment; at most 50.',
      resolve: async ({ id }, _args, context) => {
        const rows = await operatorIdsByPlatform(context).load(id);
        const ids = rows.flatMap(({ actorId }) => (nameOfId(actorId) === 'Person' ? [actorId] : []));
        const people = await Promise.all(ids.map((each) => personById(context).load(each as Id<'Person'>)));
        return people.filter((person) => person !== null);
      },
    }),
    regions: t.field({
      type: [regionType(builder)],
      access: isPublic,
      description: 'The regions it serves; at most 40.',
      resolve: async (row, _args, context) =>
        (await regionsByPlatform(context).load(row.id)).map(({ region }) => ({ code: region })),
    }),
    languages: t.exposeStringList('languages', {
      access: isPublic,
      description: 'The languages it is kept in, by ISO 639 code, first the main one; at most ten.',
    }),
    website: t.expose('website', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Its site, or null.',
    }),
    contactUrl: t.expose('contactUrl', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'The page that says how to reach those who run it, or null.',
    }),
    decideBy: t.expose('decideBy', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Until when an auditor can admit or decline it; null where nobody was asked.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) =>
        viewerMay([...platformActions, seatFill, rulesDraft, newsDraft, frontChoose], row, context),
    }),
  }),
});

entity(builder, Platform, async (context, id) =>
  nameOfId(id) === 'Platform' ? platformById(context).load(asId('Platform', id)) : null,
);

const PlatformConnection = connectionType(builder, { name: 'Platform', node: Platform });

builder.queryFields((t) => ({
  platform: t.field({
    type: Platform,
    nullable: true,
    access: isPublic,
    description: 'One platform, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the platform.' }) },
    resolve: (_root, { id }, context) => platformById(context).load(asId('Platform', id)),
  }),
  platforms: t.field({
    type: PlatformConnection,
    nullable: true,
    access: isPublic,
    description: 'The platforms that federate here and of which you may know, newest first.',
    args: pageArgs(t.arg),
    resolve: (_root, page, context) =>
      readPage(context, page, { list: 'Query.platforms', order: 'NEWEST' }, newestPlatforms, {
        rows: (request) => platformRows(context, request),
        count: () => platformCount(context),
      }),
  }),
}));
