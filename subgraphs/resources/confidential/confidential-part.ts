import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, asIdOf, resourceNames } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Resource } from '../resource.ts';
import { resourceById, type ResourceRow } from '../resource.store.ts';
import {
  confidentialitySign,
  confidentialPartRemove,
  confidentialPartSet,
  isConfidant,
  isKeeperOrAuditor,
} from './access.ts';
import {
  confidentialPartByResource,
  type ConfidentialPartRow,
  removeConfidentialPart,
  setConfidentialPart,
  signAgreement,
} from './confidential.store.ts';
import {
  AgreementOutdated,
  ConfidentialPartUnknown,
  ConfidentialPartUnusable,
  ResourceUnknown,
} from './errors.ts';
import { entryCountByResource, entryRowsByResource, newestEntries, openedByResource } from './entry.store.ts';
import { EntryConnection } from './entry.ts';

const textMax = 20_000;

const Agreement = builder.objectRef<ConfidentialPartRow>('ConfidentialityAgreement').implement({
  description: 'What a reader agrees to before a confidential part opens. A version is never changed.',
  access: isPublic,
  fields: (t) => ({
    version: t.exposeInt('version', { access: isPublic, description: 'Counts from 1; sign this one.' }),
    text: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'Its words.',
      resolve: (row) => localized(row.agreementZh, row.agreementEn) ?? { zh: null, en: '' },
    }),
    since: t.expose('agreedSince', {
      type: 'Instant',
      access: isPublic,
      description: 'Since when it stands.',
    }),
  }),
});

const ConfidentialPart = builder.objectRef<ConfidentialPartRow>('ConfidentialPart').implement({
  description:
    'What a provider shows only to who signed for it. That it is there is no secret; what it says is.',
  access: isPublic,
  fields: (t) => ({
    agreement: t.field({
      type: Agreement,
      access: isPublic,
      description: 'What is signed before it opens.',
      resolve: (row) => row,
    }),
    isSigned: t.exposeBoolean('isSigned', {
      access: isPublic,
      description: 'Whether you signed the version that stands.',
    }),
    changedAt: t.expose('changedAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was last written.',
    }),
    text: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isConfidant,
      description:
        'What is confidential. Whoever is not of the provider leaves an entry each time it is read.',
      resolve: (row, _args, context) => openedByResource(context).load(row.resourceId),
    }),
    entries: t.field({
      type: EntryConnection,
      nullable: true,
      access: isKeeperOrAuditor,
      description: 'Who signed and who read, newest first; members of the provider leave no entry.',
      args: pageArgs(t.arg),
      resolve: ({ resourceId }, args, context) => {
        const list = { list: 'ConfidentialPart.entries', parent: resourceId, order: 'NEWEST' };
        return readPage(context, args, list, newestEntries, {
          rows: (page) => entryRowsByResource(context, page).load(resourceId),
          count: () => entryCountByResource(context, null).load(resourceId),
        });
      },
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: async (row, _args, context) => [
        ...(await viewerMay([confidentialitySign], row, context)),
        ...(await viewerMay([confidentialPartSet, confidentialPartRemove], row, context)),
      ],
    }),
  }),
});

builder.interfaceField(Resource, 'confidentialPart', (t) =>
  t.field({
    type: ConfidentialPart,
    nullable: true,
    access: isPublic,
    description:
      'What its provider shows only to who signed an agreement; null where there is nothing, and for who is kept ' +
      'out.',
    resolve: ({ id }, _args, context) => confidentialPartByResource(context).load(id),
  }),
);

builder.interfaceField(Resource, 'viewerMay', (t) =>
  t.field({
    type: [viewerMayType(builder)],
    access: isPublic,
    description: 'What you may do to it; one line per action.',
    resolve: (row, _args, context) => viewerMay([confidentialPartSet], row, context),
  }),
);

refusals(builder, ResourceUnknown, ConfidentialPartUnknown, AgreementOutdated, ConfidentialPartUnusable);

const ConfidentialPartSetInput = builder.inputType('ConfidentialPartSetInput', {
  description: 'What is confidential of a resource, and what a reader agrees to.',
  fields: (t) => ({
    resourceId: t.id({ description: 'The resource.' }),
    text: t.field({
      type: localizedTextInput(builder),
      description: 'What is confidential; at most 20,000 characters in each language.',
    }),
    agreement: t.field({
      type: localizedTextInput(builder),
      description:
        'What is signed before it opens; at most 20,000 characters in each language. Other words are its next ' +
        'version, which everybody signs anew.',
    }),
  }),
});
const ConfidentialPartRemoveInput = builder.inputType('ConfidentialPartRemoveInput', {
  description: 'Of which resource nothing is to be confidential any more.',
  fields: (t) => ({ resourceId: t.id({ description: 'The resource.' }) }),
});
const ConfidentialitySignInput = builder.inputType('ConfidentialitySignInput', {
  description: 'Which agreement you sign, for yourself.',
  fields: (t) => ({
    resourceId: t.id({ description: 'The resource.' }),
    version: t.int({ description: 'The version you have read.' }),
  }),
});

function usable(input: { zh?: string | null; en?: string | null }) {
  try {
    return parseLocalizedText(input, { max: textMax, lines: true });
  } catch (error) {
    throw error instanceof WrongValue ? new ConfidentialPartUnusable(error.message) : error;
  }
}

async function known(context: Context, id: string): Promise<ResourceRow> {
  const row = await resourceById(context).load(asIdOf(resourceNames, id));
  if (!row) throw new ResourceUnknown();
  return row;
}

/** The resource after a change: read anew, past what loaders remember. */
async function asItNowIs(context: Context, id: ResourceRow['id']): Promise<ResourceRow> {
  const row = await resourceById({ ...context }).load(id);
  invariant(row, 'Whoever changes a resource may know of it.');
  return row;
}

const done = { access: isPublic };
const resourceNow = {
  name: 'resource',
  access: isPublic,
  description: 'The resource as it now is.',
} as const;

builder.mutationFields((t) => ({
  confidentialPartSet: t.field({
    type: Resource,
    nullable: true,
    access: isSignedIn,
    description: 'Writes what is confidential of a resource. The same again changes nothing.',
    args: { input: t.arg({ type: ConfidentialPartSetInput, description: 'The confidential part.' }) },
    errors: { types: [ResourceUnknown, ConfidentialPartUnusable], result: done, dataField: resourceNow },
    resolve: async (_root, { input }, context) => {
      const row = await known(context, input.resourceId);
      await demand(confidentialPartSet, row, context);
      const wish = { text: usable(input.text), agreement: usable(input.agreement) };
      await setConfidentialPart(context, row.id, wish);
      return asItNowIs(context, row.id);
    },
  }),
  confidentialPartRemove: t.field({
    type: Resource,
    nullable: true,
    access: isSignedIn,
    description:
      'Takes what is confidential away; who signed and read stays on record. Twice changes nothing.',
    args: { input: t.arg({ type: ConfidentialPartRemoveInput, description: 'Which.' }) },
    errors: { types: [ResourceUnknown], result: done, dataField: resourceNow },
    resolve: async (_root, { input }, context) => {
      const row = await known(context, input.resourceId);
      await demand(confidentialPartRemove, row, context);
      await removeConfidentialPart(context, row.id);
      return asItNowIs(context, row.id);
    },
  }),
  confidentialitySign: t.field({
    type: Resource,
    nullable: true,
    access: isSignedIn,
    description: 'Signs the agreement of a confidential part, for yourself. Twice changes nothing.',
    args: { input: t.arg({ type: ConfidentialitySignInput, description: 'Which.' }) },
    errors: {
      types: [ResourceUnknown, ConfidentialPartUnknown, AgreementOutdated],
      result: done,
      dataField: resourceNow,
    },
    resolve: async (_root, { input }, context) => {
      const { id: resourceId } = await known(context, input.resourceId);
      const part = await confidentialPartByResource(context).load(resourceId);
      if (!part) throw new ConfidentialPartUnknown();
      await demand(confidentialitySign, part, context);
      invariant(context.viewer, 'Who may sign is signed in.');
      const personId = asId('Person', context.viewer.actorId);
      await signAgreement(context, { resourceId, version: input.version, personId });
      return asItNowIs(context, resourceId);
    },
  }),
}));
