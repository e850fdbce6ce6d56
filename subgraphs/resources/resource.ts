import { isPublic, isSignedIn } from '../../schema/access.ts';
import { entity, keyFields } from '../../schema/builder.ts';
import { connectionType, pageArgs } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { actorNames, asIdOf, type IdName, nameOfId, resourceNames } from '../../schema/ids.ts';
import { readPage } from '../../schema/page.ts';
import { localized, localizedTextType, regionOf, regionType } from '../../schema/value-types.ts';
import { searchText } from '../../schema/values/search-text.ts';
import { builder } from './builder.ts';
import { Actor, Platform } from './references.ts';
import { missingMetadata } from './resource.completeness.ts';
import {
  isResourceId,
  orders,
  resourceById,
  resourceCount,
  resourceCountByProvider,
  type ResourceFilter,
  type ResourceRow,
  resourceRows,
  resourceRowsByProvider,
} from './resource.store.ts';

const ResourceFamily = builder.enumType('ResourceFamily', {
  description: 'What sort of thing is shared.',
  values: {
    EQUIPMENT: { description: 'Instruments, lines, facilities, plants (设备).' },
    TECHNOLOGY: { description: 'Patents, processes, know-how, software, results (技术).' },
    KNOWLEDGE: { description: 'Data, literature, standards, policy, expertise, training (知识).' },
    MATERIAL: { description: 'Products, raw and experimental materials, specimens (材料).' },
  } as const,
});

const SharingCondition = builder.enumType('SharingCondition', {
  description: 'On what condition a resource is shared.',
  values: {
    OPEN: { description: 'Open to everybody.' },
    BY_APPLICATION: { description: 'After an application is approved.' },
    NEGOTIATED: { description: 'On terms agreed case by case.' },
    CLOSED: { description: 'Described, not shared.' },
    UNSTATED: { description: 'Its source did not say: ask the provider.' },
  } as const,
});

const ResourceState = builder.enumType('ResourceState', {
  description: 'How far the description has come.',
  values: {
    DRAFT: { description: 'Being written; for its provider only.' },
    CHECKED: { description: 'Checked, not yet public.' },
    PUBLISHED: { description: 'Public.' },
    WITHDRAWN: { description: 'Taken back; kept so that references hold.' },
  } as const,
});

const ResourceContact = builder.objectRef<ResourceRow>('ResourceContact').implement({
  description: 'Whom to ask about a resource. A page is public; people are for signed-in viewers.',
  access: isPublic,
  fields: (t) => ({
    url: t.expose('contactUrl', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'A page, or null.',
    }),
    name: t.exposeString('contactName', {
      nullable: true,
      access: isSignedIn,
      description: 'Person or office to ask for, or null.',
    }),
    email: t.expose('contactEmail', {
      type: 'Email',
      nullable: true,
      access: isSignedIn,
      description: 'Mailbox, or null.',
    }),
    telephone: t.exposeString('contactTelephone', {
      nullable: true,
      access: isSignedIn,
      description: 'Telephone as it was given, or null.',
    }),
  }),
});

const Completeness = builder.objectRef<ResourceRow>('MetadataCompleteness').implement({
  description: 'Whether the description holds what a finder needs.',
  access: isPublic,
  fields: (t) => ({
    isComplete: t.exposeBoolean('isComplete', {
      access: isPublic,
      description: 'Whether nothing is missing.',
    }),
    missing: t.stringList({
      access: isPublic,
      description: 'What is missing: description, region, keywords, contact; at most four.',
      resolve: missingMetadata,
    }),
  }),
});

/** What every kind has. Other subgraphs speak of `Resource` only, so a new kind never reaches them. */
export const Resource = builder.interfaceRef<ResourceRow>('Resource').implement({
  description: 'Anything that is shared: equipment, technology, knowledge, material.',
  resolveType: ({ family }) => `${family.charAt(0)}${family.slice(1).toLowerCase()}`,
  fields: (t) => ({
    ...keyFields(t),
    family: t.field({
      type: ResourceFamily,
      access: isPublic,
      description: 'What sort of thing it is.',
      resolve: (row) => row.family,
    }),
    name: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => localized(row.nameZh, row.nameEn) ?? { zh: null, en: row.id },
    }),
    description: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'In the words of its provider.',
      resolve: (row) => localized(row.descriptionZh, row.descriptionEn),
    }),
    provider: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Who offers it.',
      resolve: (row) => ({ ref: row.providerId }),
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'The platform whose catalogue holds it, or null.',
      resolve: (row) => (row.platformId ? { ref: row.platformId } : null),
    }),
    region: t.field({
      type: regionType(builder),
      nullable: true,
      access: isPublic,
      description: 'Where it is; null outside GB/T 2260 or when unknown.',
      resolve: (row) => regionOf(row.region),
    }),
    sharing: t.field({
      type: SharingCondition,
      access: isPublic,
      description: 'On what condition it is shared.',
      resolve: (row) => row.sharing,
    }),
    state: t.field({
      type: ResourceState,
      access: isPublic,
      description: 'How far the description has come.',
      resolve: (row) => row.state,
    }),
    keywords: t.stringList({
      access: isPublic,
      description: 'Words it is filed under; at most 50.',
      resolve: (row) => row.keywords,
    }),
    contact: t.field({
      type: ResourceContact,
      access: isPublic,
      description: 'Whom to ask.',
      resolve: (row) => row,
    }),
    completeness: t.field({
      type: Completeness,
      access: isPublic,
      description: 'Whether the description holds what a finder needs.',
      resolve: (row) => row,
    }),
    createdAt: t.field({
      type: 'Instant',
      access: isPublic,
      description: 'When it was first described here.',
      resolve: (row) => row.createdAt,
    }),
    changedAt: t.field({
      type: 'Instant',
      access: isPublic,
      description: 'When its description last changed.',
      resolve: (row) => row.changedAt,
    }),
  }),
});

entity(builder, Resource, async (context, id) => (isResourceId(id) ? resourceById(context).load(id) : null));

/** Loads a resource of one kind for its entity; null for ids of other kinds. */
export const resourceOf = (name: IdName) => async (context: Context, id: string) =>
  nameOfId(id) === name && isResourceId(id) ? resourceById(context).load(id) : null;

const ResourceConnection = connectionType(builder, { name: 'Resource', node: Resource });

const ResourceOrder = builder.enumType('ResourceOrder', {
  description: 'How a list of resources is sorted.',
  values: {
    NEWEST: { description: 'Last described first.' },
    NAME: {
      description: 'By English name in lower case, or Chinese where there is none, in code-point order.',
    },
  } as const,
});

const ResourceFilterInput = builder.inputType('ResourceFilter', {
  description: 'Narrows a list of resources; what is left out does not narrow it.',
  fields: (t) => ({
    text: t.string({
      required: false,
      description: 'Words of name or description, Chinese or English; at most 200 characters.',
    }),
    family: t.field({ type: ResourceFamily, required: false, description: 'Only this family.' }),
    region: t.field({ type: 'RegionCode', required: false, description: 'In this region or within it.' }),
    sharing: t.field({ type: SharingCondition, required: false, description: 'Only on this condition.' }),
  }),
});

/** The filter as the store takes it; two ways to write the same filter are one, so that cursors agree. */
function wanted(filter: ResourceFilter | null | undefined): ResourceFilter {
  const { family = null, region = null, sharing = null } = filter ?? {};
  return { text: searchText(filter?.text), family, region, sharing };
}

builder.queryFields((t) => ({
  resource: t.field({
    type: Resource,
    nullable: true,
    access: isPublic,
    description: 'One resource of any kind, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of a resource of any kind.' }) },
    resolve: (_root, { id }, context) => resourceById(context).load(asIdOf(resourceNames, id)),
  }),
  resources: t.field({
    type: ResourceConnection,
    nullable: true,
    access: isPublic,
    description: 'Resources of every kind that you may know of.',
    args: {
      filter: t.arg({ type: ResourceFilterInput, required: false, description: 'Narrows the list.' }),
      orderBy: t.arg({ type: ResourceOrder, defaultValue: 'NEWEST', description: 'How it is sorted.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter: asked, orderBy: order, ...page }, context) => {
      const filter = wanted(asked);
      return readPage(context, page, { list: 'Query.resources', filter, order }, orders[order], {
        rows: (request) => resourceRows(context, filter, order, request),
        count: () => resourceCount(context, filter),
      });
    },
  }),
}));

builder.objectField(Actor, 'resources', (t) =>
  t.field({
    type: ResourceConnection,
    nullable: true,
    access: isPublic,
    description: 'What this actor provides and you may know of, newest first.',
    args: {
      filter: t.arg({ type: ResourceFilterInput, required: false, description: 'Narrows the list.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ ref }, { filter: asked, ...args }, context) => {
      const [filter, provider] = [wanted(asked), asIdOf(actorNames, ref)];
      const identity = { list: 'Actor.resources', parent: ref, filter, order: 'NEWEST' };
      return readPage(context, args, identity, orders.NEWEST, {
        rows: (page) => resourceRowsByProvider(context, { filter, page }).load(provider),
        count: () => resourceCountByProvider(context, filter).load(provider),
      });
    },
  }),
);
