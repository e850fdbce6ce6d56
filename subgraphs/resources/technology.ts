import { isPublic } from '../../schema/access.ts';
import { entity } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import { enumOf, technologyKinds, transferWays } from './kinds.ts';
import { Resource, resourceOf } from './resource.ts';
import type { ResourceRow } from './resource.store.ts';
import { technologyById } from './technology.store.ts';

const TechnologyKind = enumOf(builder, 'TechnologyKind', 'What sort of technology it is.', technologyKinds);
const TransferWay = enumOf(builder, 'TransferWay', 'How a technology can pass to another.', transferWays);

export const Technology = builder.objectRef<ResourceRow>('Technology').implement({
  description: 'A technology to license, buy or develop together.',
  access: isPublic,
  interfaces: [Resource],
  fields: (t) => ({
    kind: t.field({
      type: TechnologyKind,
      nullable: true,
      access: isPublic,
      description: 'What sort; null when its source did not say.',
      resolve: async ({ id }, _args, context) =>
        (await technologyById(context).load(id))?.kind as keyof typeof technologyKinds,
    }),
    readinessLevel: t.int({
      nullable: true,
      access: isPublic,
      description: 'Technology readiness level, 1 to 9, or null.',
      resolve: async ({ id }, _args, context) => (await technologyById(context).load(id))?.readinessLevel,
    }),
    patentNumber: t.string({
      nullable: true,
      access: isPublic,
      description: 'Number of the patent that protects it, or null.',
      resolve: async ({ id }, _args, context) => (await technologyById(context).load(id))?.patentNumber,
    }),
    transferWays: t.field({
      type: [TransferWay],
      access: isPublic,
      description: 'How it can pass to another; at most four.',
      resolve: async ({ id }, _args, context) =>
        ((await technologyById(context).load(id))?.transferWays ?? []) as (keyof typeof transferWays)[],
    }),
  }),
});

entity(builder, Technology, resourceOf('Technology'));
