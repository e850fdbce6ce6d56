import { isPublic } from '../../schema/access.ts';
import { entity } from '../../schema/builder.ts';
import type { CalendarDate } from '../../schema/values/date.ts';
import { builder } from './builder.ts';
import { enumOf, knowledgeKinds } from './kinds.ts';
import { knowledgeById } from './knowledge.store.ts';
import { Resource, resourceOf } from './resource.ts';
import type { ResourceRow } from './resource.store.ts';

const KnowledgeKind = enumOf(builder, 'KnowledgeKind', 'What sort of knowledge it is.', knowledgeKinds);

export const Knowledge = builder.objectRef<ResourceRow>('Knowledge').implement({
  description: 'Knowledge to read, use or learn: data, literature, standards, policy, expertise, training.',
  access: isPublic,
  interfaces: [Resource],
  fields: (t) => ({
    kind: t.field({
      type: KnowledgeKind,
      nullable: true,
      access: isPublic,
      description: 'What sort; null when its source did not say.',
      resolve: async ({ id }, _args, context) =>
        (await knowledgeById(context).load(id))?.kind as keyof typeof knowledgeKinds,
    }),
    url: t.field({
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Where it can be had, or null.',
      resolve: async ({ id }, _args, context) => (await knowledgeById(context).load(id))?.url,
    }),
    issuedOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'When it was issued, or null.',
      resolve: async ({ id }, _args, context) =>
        (await knowledgeById(context).load(id))?.issuedOn as CalendarDate | null,
    }),
  }),
});

entity(builder, Knowledge, resourceOf('Knowledge'));
