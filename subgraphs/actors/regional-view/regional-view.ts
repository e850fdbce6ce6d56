import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { malformed } from '../../../schema/errors.ts';
import { asId, asIdOf, resourceNames } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { regionType } from '../../../schema/value-types.ts';
import { builder } from '../builder.ts';
import { PlatformRules } from '../governance/rules.ts';
import { rulesInForceByPlatform } from '../governance/rules.store.ts';
import type { organizationKinds } from '../organization/organization.kinds.ts';
import { OrganizationKind } from '../organization/organization.ts';
import { PlatformUnknown } from '../platform/errors.ts';
import { platformNow, platformTo } from '../platform/platform.changes.ts';
import { Platform } from '../platform/platform.ts';
import { platformById, type PlatformRow, regionsByPlatform } from '../platform/platform.store.ts';
import { Resource } from '../references.ts';
import { frontChoose } from './access.ts';
import { FrontResourcesUnusable } from './errors.ts';
import { PlatformNewsConnection } from './news.ts';
import { newestNews, newsCount, newsRows } from './news.store.ts';
import {
  chooseFrontResources,
  frontMax,
  frontResourcesByPlatform,
  organizationsSeated,
  platformsMax,
  platformsServing,
} from './regional-view.store.ts';

interface RegionalViewRow {
  regions: string[];
  platforms: PlatformRow[];
}

async function frontOf(platforms: readonly PlatformRow[], context: Context) {
  const chosen = await Promise.all(platforms.map(({ id }) => frontResourcesByPlatform(context).load(id)));
  const ids = [
    ...new Set(
      chosen
        .flat()
        .sort((a, b) => a.place - b.place)
        .map(({ resourceId }) => resourceId),
    ),
  ];
  return ids.slice(0, frontMax).map((ref) => ({ ref }));
}

const OrganizationCount = builder.objectRef<{ kind: string; count: number }>('OrganizationCount').implement({
  description: 'How many organisations there are of one kind.',
  access: isPublic,
  fields: (t) => ({
    kind: t.field({
      type: OrganizationKind,
      access: isPublic,
      description: 'Which kind.',
      resolve: (row) => row.kind as keyof typeof organizationKinds,
    }),
    count: t.exposeInt('count', { access: isPublic, description: 'How many, of those that exist.' }),
  }),
});

const RegionalView = builder.objectRef<RegionalViewRow>('RegionalView').implement({
  description: 'What the front page of a region reads.',
  access: isPublic,
  fields: (t) => ({
    regions: t.field({
      type: [regionType(builder)],
      access: isPublic,
      description: 'The regions it is about; at most 40.',
      resolve: ({ regions }) => regions.map((code) => ({ code })),
    }),
    platforms: t.field({
      type: [Platform],
      access: isPublic,
      description: `The platforms that serve them, the oldest first; at most ${platformsMax}.`,
      resolve: ({ platforms }) => platforms,
    }),
    languages: t.stringList({
      access: isPublic,
      description: 'The languages these platforms are kept in, by ISO 639 code; at most ten of each.',
      resolve: ({ platforms }) => [...new Set(platforms.flatMap(({ languages }) => languages))],
    }),
    frontResources: t.field({
      type: [Resource],
      nullable: { list: false, items: true },
      access: isPublic,
      description: `What these platforms put in front and you may know of, by place; at most ${frontMax}.`,
      resolve: ({ platforms }, _args, context) => frontOf(platforms, context),
    }),
    rules: t.field({
      type: [PlatformRules],
      access: isPublic,
      description: `The rules in force of these platforms, one of each; at most 20.`,
      resolve: async ({ platforms }, _args, context) => {
        const found = await Promise.all(platforms.map(({ id }) => rulesInForceByPlatform(context).load(id)));
        return found.filter((rules) => rules !== null);
      },
    }),
    news: t.field({
      type: PlatformNewsConnection,
      access: isPublic,
      description: 'What these platforms tell now, newest first.',
      args: pageArgs(t.arg),
      resolve: ({ platforms }, args, context) => {
        const ids = platforms.map(({ id }) => id);
        const list = { list: 'RegionalView.news', filter: ids, order: 'NEWEST' };
        return readPage(context, args, list, newestNews, {
          rows: (page) => newsRows(context, ids, page),
          count: () => newsCount(context, ids),
        });
      },
    }),
    organizationCounts: t.field({
      type: [OrganizationCount],
      access: isPublic,
      description:
        'How many organisations are seated in the regions; one line for each kind there is; at most 40.',
      resolve: ({ regions }, _args, context) => organizationsSeated(context, regions),
    }),
  }),
});

builder.objectField(Platform, 'frontResources', (t) =>
  t.field({
    type: [Resource],
    nullable: { list: false, items: true },
    access: isPublic,
    description: `What it puts in front and you may know of, in its order; at most ${frontMax}.`,
    resolve: (row, _args, context) => frontOf([row], context),
  }),
);

builder.queryFields((t) => ({
  regionalView: t.field({
    type: RegionalView,
    nullable: true,
    access: isPublic,
    description:
      'What the front page of a region reads: of one platform, or of all that serve a region. Null for a platform ' +
      'of which you may not know.',
    args: {
      platformId: t.arg.id({ required: false, description: 'Of this platform and its regions.' }),
      region: t.arg({ type: 'RegionCode', required: false, description: 'Of this region.' }),
    },
    resolve: async (_root, { platformId, region }, context): Promise<RegionalViewRow | null> => {
      if ((platformId == null) === (region == null)) throw malformed('Give either `platformId` or `region`.');
      if (region != null) return { regions: [region], platforms: await platformsServing(context, region) };
      const row = await platformById(context).load(asId('Platform', platformId!));
      if (!row) return null;
      const served = await regionsByPlatform(context).load(row.id);
      return { regions: served.map((each) => each.region), platforms: [row] };
    },
  }),
}));

refusals(builder, FrontResourcesUnusable);

const FrontResourcesChooseInput = builder.inputType('FrontResourcesChooseInput', {
  description: 'What a platform puts in front, all of it.',
  fields: (t) => ({
    platformId: t.id({ description: 'The platform.' }),
    resourceIds: t.idList({
      description: `Resources that you may know of, in order, each once; at most ${frontMax}, none for an empty front.`,
    }),
  }),
});

builder.mutationFields((t) => ({
  frontResourcesChoose: t.field({
    type: Platform,
    nullable: true,
    access: isSignedIn,
    description:
      'Puts resources in front, in place of those that stood there. For operators of the platform. One that a ' +
      'visitor may not know of is left out for them.',
    args: { input: t.arg({ type: FrontResourcesChooseInput, description: 'Which.' }) },
    errors: {
      types: [PlatformUnknown, FrontResourcesUnusable],
      result: { access: isPublic },
      dataField: { name: 'platform', access: isPublic, description: 'The platform as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      if (input.resourceIds.length > 100) throw malformed('A list in an input has at most 100 items.');
      const ids = [...new Set(input.resourceIds.map((id) => asIdOf(resourceNames, id)))];
      const { id } = await platformTo(frontChoose, input.platformId, context);
      if (ids.length > frontMax)
        throw new FrontResourcesUnusable(`A platform puts at most ${frontMax} resources in front.`);
      await chooseFrontResources(context, id, ids);
      return platformNow(context, id);
    },
  }),
}));
