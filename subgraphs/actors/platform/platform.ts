import { isPublic } from '../../../schema/access.ts';
import { entity, keyFields } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId, nameOfId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextType, regionType } from '../../../schema/value-types.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  newestPlatforms,
  platformById,
  platformCount,
  type PlatformRow,
  platformRows,
  regionsByPlatform,
} from './platform.store.ts';

const PlatformKind = builder.enumType('PlatformKind', {
  description: 'Who leads a platform.',
  values: {
    GOVERNMENT_LED: { description: 'Led by government.' },
    ENTERPRISE_OPERATED: { description: 'Operated by an enterprise.' },
    INTERMEDIARY: { description: 'Run by an independent third party.' },
  } as const,
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
    operator: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The organisation that runs it.',
      resolve: (row, _args, context) => organizationById(context).load(row.operatorId),
    }),
    regions: t.field({
      type: [regionType(builder)],
      access: isPublic,
      description: 'The regions it serves; at most 40.',
      resolve: async (row, _args, context) =>
        (await regionsByPlatform(context).load(row.id)).map(({ region }) => ({ code: region })),
    }),
    website: t.expose('website', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Its site, or null.',
    }),
  }),
});

entity(builder, Platform, async (context, id) =>
  nameOfId(id) === 'Platform' ? platformById(context).load(asId('Platform', id)) : null,
);

const PlatformConnection = connectionType(builder, { name: 'Platform', node: Platform });

builder.queryFields((t) => ({
  platforms: t.field({
    type: PlatformConnection,
    nullable: true,
    access: isPublic,
    description: 'The platforms that federate here, newest first.',
    args: pageArgs(t.arg),
    resolve: (_root, page, context) =>
      readPage(context, page, { list: 'Query.platforms', order: 'NEWEST' }, newestPlatforms, {
        rows: (request) => platformRows(context, request),
        count: () => platformCount(context),
      }),
  }),
}));
