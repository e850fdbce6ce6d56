import { isPublic } from '../../schema/access.ts';
import { entity } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import { enumOf, materialKinds } from './kinds.ts';
import { materialById } from './material.store.ts';
import { Resource, resourceOf } from './resource.ts';
import type { ResourceRow } from './resource.store.ts';

const MaterialKind = enumOf(builder, 'MaterialKind', 'What sort of material it is.', materialKinds);

export const Material = builder.objectRef<ResourceRow>('Material').implement({
  description: 'A material that is used up when shared, or kept as a reference.',
  access: isPublic,
  interfaces: [Resource],
  fields: (t) => ({
    kind: t.field({
      type: MaterialKind,
      nullable: true,
      access: isPublic,
      description: 'What sort; null when its source did not say.',
      resolve: async ({ id }, _args, context) =>
        (await materialById(context).load(id))?.kind as keyof typeof materialKinds,
    }),
    batch: t.string({
      nullable: true,
      access: isPublic,
      description: 'Batch it comes from, or null.',
      resolve: async ({ id }, _args, context) => (await materialById(context).load(id))?.batch,
    }),
    certificate: t.string({
      nullable: true,
      access: isPublic,
      description: 'Number of its certificate, or null.',
      resolve: async ({ id }, _args, context) => (await materialById(context).load(id))?.certificate,
    }),
  }),
});

entity(builder, Material, resourceOf('Material'));
