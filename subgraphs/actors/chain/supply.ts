import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  isOneOfBothOrAuditor,
  supplyRelationConfirm,
  supplyRelationDecline,
  supplyRelationEnd,
} from './access.ts';
import { inName, usable } from './asked.ts';
import { SupplySideEnum, SupplyStateEnum } from './chain.enums.ts';
import { ChainStepClosed, ChainUnknown, ChainUnusable } from './errors.ts';
import {
  moveSupply,
  newestSupplies,
  stateSupply,
  suppliesByCustomer,
  suppliesBySupplier,
  supplyById,
  type SupplyRow,
} from './supply.store.ts';

const actions = [supplyRelationConfirm, supplyRelationDecline, supplyRelationEnd];
const organization = (id: Id<'Organization'>, context: Context) => organizationById(context).load(id);

const SupplyRelation = builder.objectRef<SupplyRow>('SupplyRelation').implement({
  description: 'That one organisation supplies another with something.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    supplier: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who supplies.',
      resolve: (row, _args, context) => organization(row.supplierId, context),
    }),
    customer: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who is supplied.',
      resolve: (row, _args, context) => organization(row.customerId, context),
    }),
    statedBy: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Which of the two said so first.',
      resolve: (row, _args, context) => organization(row.statedById, context),
    }),
    product: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'With what.',
      resolve: (row) => ({ zh: row.productZh, en: row.productEn }),
    }),
    sharePercent: t.exposeInt('sharePercent', {
      nullable: true,
      access: isOneOfBothOrAuditor,
      description: "What part of the customer's need it covers, in percent; null where it is not stated.",
    }),
    state: t.field({
      type: SupplyStateEnum,
      access: isPublic,
      description: 'Where it stands.',
      resolve: (row) => row.state,
    }),
    answerBy: t.expose('answerBy', {
      type: 'Instant',
      access: isPublic,
      description: 'Until when the other side could confirm.',
    }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the other side confirmed; null where it did not.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it ended; null where it did not.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay(actions, row, context),
    }),
  }),
});
const SupplyConnection = connectionType(builder, { name: 'SupplyRelation', node: SupplyRelation });

builder.objectField(Organization, 'supplyRelations', (t) =>
  t.field({
    type: SupplyConnection,
    access: isPublic,
    description: 'Supply relations in one state of which you may know, newest first.',
    args: {
      side: t.arg({ type: SupplySideEnum, description: 'On which side it stands.' }),
      state: t.arg({
        type: SupplyStateEnum,
        defaultValue: 'CONFIRMED',
        description: 'In which state; confirmed ones unless told.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { side, state, ...page }, context) => {
      const filter = [side, state];
      const identity = { list: 'Organization.supplyRelations', parent: id, filter, order: 'NEWEST' };
      const list = side === 'SUPPLIER' ? suppliesBySupplier : suppliesByCustomer;
      return readPage(context, page, identity, newestSupplies, list.of(context, id, state));
    },
  }),
);

const SupplyRelationStateInput = builder.inputType('SupplyRelationStateInput', {
  description: 'Who supplies whom with what, as one of the two says it.',
  fields: (t) => ({
    organizationId: t.id({ description: 'The side you administer.' }),
    otherId: t.id({ description: 'The other side.' }),
    side: t.field({ type: SupplySideEnum, description: 'On which side your organisation stands.' }),
    product: t.field({
      type: localizedTextInput(builder),
      description: 'With what; at most 200 characters in each language.',
    }),
    sharePercent: t.int({
      required: false,
      description: "What part of the customer's need it covers, from 1 to 100; between the two and auditors.",
    }),
  }),
});
const supplyInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ supplyRelationId: t.id({ description: 'The supply relation.' }) }),
  });
const SupplyRelationConfirmInput = supplyInput('SupplyRelationConfirmInput', 'What is so indeed.');
const SupplyRelationDeclineInput = supplyInput('SupplyRelationDeclineInput', 'What is not so.');
const SupplyRelationEndInput = supplyInput('SupplyRelationEndInput', 'What is so no longer.');

/** The relation after a change: read anew, past what loaders remember. */
async function supplyNow(context: Context, id: Id<'SupplyRelation'>): Promise<SupplyRow> {
  const row = await supplyById({ ...context }).load(id);
  invariant(row, 'Whoever changes a supply relation may know of it.');
  return row;
}

async function move(
  context: Context,
  id: string,
  action: Action<SupplyRow>,
  by: 'confirm' | 'decline' | 'end',
): Promise<SupplyRow> {
  const row = await supplyById(context).load(asId('SupplyRelation', id));
  if (!row) throw new ChainUnknown();
  await demand(action, row, context);
  await moveSupply(context, row, by);
  return supplyNow(context, row.id);
}

/** Between whom and with what, checked. */
function readSupply(
  asked: { product: { zh?: string | null; en?: string | null }; sharePercent?: number | null },
  [mine, other]: [Id<'Organization'>, Id<'Organization'>],
) {
  if (mine === other) throw new WrongValue('An organisation does not supply itself: name another one.');
  const sharePercent = asked.sharePercent ?? null;
  if (sharePercent !== null && (sharePercent < 1 || sharePercent > 100))
    throw new WrongValue('The share is from 1 to 100 percent.');
  return { product: parseLocalizedText(asked.product, { max: 200 }), sharePercent };
}

const dataField = {
  name: 'supplyRelation',
  access: isPublic,
  description: 'The relation as it now is.',
} as const;

builder.mutationFields((t) => ({
  supplyRelationState: t.field({
    type: SupplyRelation,
    nullable: true,
    access: isSignedIn,
    description: 'Says who supplies whom. It counts once the other side confirms, within 60 days.',
    args: { input: t.arg({ type: SupplyRelationStateInput, description: 'Who, whom, with what.' }) },
    errors: { types: [ChainUnusable, ChainStepClosed], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const other = asId('Organization', input.otherId);
      const mine = await inName(context, input.organizationId);
      const said = usable(() => readSupply(input, [mine, other]));
      const [supplierId, customerId] = input.side === 'SUPPLIER' ? [mine, other] : [other, mine];
      const wish = { supplierId, customerId, statedById: mine, ...said };
      return supplyNow(context, await stateSupply(context, wish));
    },
  }),
  supplyRelationConfirm: t.field({
    type: SupplyRelation,
    nullable: true,
    access: isSignedIn,
    description: 'Confirms what the other side stated.',
    args: { input: t.arg({ type: SupplyRelationConfirmInput, description: 'Which.' }) },
    errors: { types: [ChainUnknown, ChainStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) =>
      move(context, input.supplyRelationId, supplyRelationConfirm, 'confirm'),
  }),
  supplyRelationDecline: t.field({
    type: SupplyRelation,
    nullable: true,
    access: isSignedIn,
    description: 'Denies what the other side stated, or takes back what one stated oneself.',
    args: { input: t.arg({ type: SupplyRelationDeclineInput, description: 'Which.' }) },
    errors: { types: [ChainUnknown, ChainStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) =>
      move(context, input.supplyRelationId, supplyRelationDecline, 'decline'),
  }),
  supplyRelationEnd: t.field({
    type: SupplyRelation,
    nullable: true,
    access: isSignedIn,
    description: 'Says that a confirmed supply has ended. For either side.',
    args: { input: t.arg({ type: SupplyRelationEndInput, description: 'Which.' }) },
    errors: { types: [ChainUnknown, ChainStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) => move(context, input.supplyRelationId, supplyRelationEnd, 'end'),
  }),
}));
