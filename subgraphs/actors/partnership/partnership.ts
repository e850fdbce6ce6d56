import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  inTheNameOf,
  isPartyOrAuditor,
  partnershipConfirm,
  partnershipDecline,
  partnershipEnd,
} from './access.ts';
import { PartnershipStepClosed, PartnershipUnknown, PartnershipUnusable } from './errors.ts';
import { PartnershipAudienceEnum, PartnershipScopeEnum, PartnershipStateEnum } from './partnership.enums.ts';
import {
  confirmPartnership,
  declinePartnership,
  endPartnership,
  newestPartnerships,
  partiesByPartnership,
  partnershipById,
  type PartnershipRow,
  partnershipsOfOrganization,
  proposePartnership,
} from './partnership.store.ts';
import { PartnershipParty } from './party.ts';
import { checkNotice, checkPartnership } from './partnership.wish.ts';

const Partnership = builder.objectRef<PartnershipRow>('Partnership').implement({
  description: 'A standing partnership of organisations, with a scope and a term.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    scope: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is about, in words.',
      resolve: (row) => ({ zh: row.scopeZh, en: row.scopeEn }),
    }),
    scopes: t.field({
      type: [PartnershipScopeEnum],
      access: isPublic,
      description: 'The same in codes; at most one of each.',
      resolve: (row) => row.scopes,
    }),
    startsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'First day of its term.',
      resolve: (row) => row.startsOn as CalendarDate,
    }),
    endsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'Last day of its term, also where it was ended before.',
      resolve: (row) => row.endsOn as CalendarDate,
    }),
    visibility: t.field({
      type: PartnershipAudienceEnum,
      access: isPublic,
      description: 'Who may know of it once it is agreed.',
      resolve: (row) => row.visibility,
    }),
    state: t.field({
      type: PartnershipStateEnum,
      access: isPublic,
      description: 'Where it stands.',
      resolve: (row) => row.state,
    }),
    proposer: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who proposed it.',
      resolve: (row, _args, context) => organizationById(context).load(row.proposerId),
    }),
    parties: t.field({
      type: [PartnershipParty],
      access: isPublic,
      description: 'Who is part of it; at most 20.',
      resolve: ({ id }, _args, context) => partiesByPartnership(context).load(id),
    }),
    answerBy: t.expose('answerBy', {
      type: 'Instant',
      access: isPublic,
      description: 'Until when the other parties could confirm; without the last of them it lapsed then.',
    }),
    agreedAt: t.expose('agreedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the last party confirmed; null where it was not agreed.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When a party ended it before its term; null where none did.',
    }),
    endedBy: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Which party ended it; null where none did.',
      resolve: (row, _args, context) => row.endedById && organizationById(context).load(row.endedById),
    }),
    notice: t.exposeString('notice', {
      nullable: true,
      access: isPartyOrAuditor,
      description: 'Why, in words of the party that ended it; null where none did.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) =>
        viewerMay([partnershipConfirm, partnershipDecline, partnershipEnd], row, context),
    }),
  }),
});

const PartnershipConnection = connectionType(builder, { name: 'Partnership', node: Partnership });

builder.objectField(Organization, 'partnerships', (t) =>
  t.field({
    type: PartnershipConnection,
    access: isPublic,
    description: 'Its partnerships of which you may know, newest first.',
    args: {
      state: t.arg({ type: PartnershipStateEnum, required: false, description: 'Only those in this state.' }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { state = null, ...page }, context) => {
      const identity = { list: 'Organization.partnerships', parent: id, filter: state, order: 'NEWEST' };
      const list = partnershipsOfOrganization.of(context, id, state);
      return readPage(context, page, identity, newestPartnerships, list);
    },
  }),
);

builder.queryFields((t) => ({
  partnership: t.field({
    type: Partnership,
    nullable: true,
    access: isPublic,
    description: 'One partnership, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the partnership.' }) },
    resolve: (_root, { id }, context) => partnershipById(context).load(asId('Partnership', id)),
  }),
}));

refusals(builder, ...[PartnershipUnknown, PartnershipUnusable, PartnershipStepClosed]);

const PartnershipProposeInput = builder.inputType('PartnershipProposeInput', {
  description: 'What a partnership is to be.',
  fields: (t) => ({
    proposerId: t.id({ description: 'The organisation you administer; its word is given with this.' }),
    partyIds: t.idList({ description: 'The other parties; from 1 to 19.' }),
    scope: t.field({
      type: localizedTextInput(builder),
      description: 'What it is about; at most 2,000 characters in each language.',
    }),
    scopes: t.field({ type: [PartnershipScopeEnum], description: 'The same in codes; at least one.' }),
    startsOn: t.field({ type: 'Date', description: 'First day of its term.' }),
    endsOn: t.field({ type: 'Date', description: 'Last day of its term; at most 10 years later.' }),
    visibility: t.field({ type: PartnershipAudienceEnum, description: 'Who may know of it once agreed.' }),
  }),
});
const answerInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      partnershipId: t.id({ description: 'The partnership.' }),
      organizationId: t.id({ description: 'The party you administer.' }),
    }),
  });
const PartnershipConfirmInput = answerInput('PartnershipConfirmInput', 'Whose yes to what.');
const PartnershipDeclineInput = answerInput('PartnershipDeclineInput', 'Whose no to what.');
const PartnershipEndInput = builder.inputType('PartnershipEndInput', {
  description: 'Who ends what, and why.',
  fields: (t) => ({
    partnershipId: t.id({ description: 'The partnership.' }),
    organizationId: t.id({ description: 'The party you administer.' }),
    notice: t.string({ description: 'Why, for the other parties; at most 2,000 characters.' }),
  }),
});

/** What was read; what cannot be used is a refusal. */
function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongValue ? new PartnershipUnusable(error.message) : error;
  }
}

/** The partnership after a change: read anew, past what loaders remember. */
async function partnershipNow(context: Context, id: Id<'Partnership'>): Promise<PartnershipRow> {
  const row = await partnershipById({ ...context }).load(id);
  invariant(row, 'Whoever changes a partnership may know of it.');
  return row;
}

/** The partnership to be changed and the party in whose name the viewer does; PartnershipUnknown where there
 *  is none they may know of. */
async function asked(context: Context, input: { partnershipId: string; organizationId: string }) {
  const row = await partnershipById(context).load(asId('Partnership', input.partnershipId));
  const organizationId = asId('Organization', input.organizationId);
  if (!row) throw new PartnershipUnknown();
  await demand(inTheNameOf, organizationId, context);
  const parties = await partiesByPartnership(context).load(row.id);
  if (!parties.some((party) => party.organizationId === organizationId))
    throw new PartnershipStepClosed('The organisation is no party to it.');
  return { id: row.id, organizationId };
}

const dataField = {
  name: 'partnership',
  access: isPublic,
  description: 'The partnership as it now is.',
} as const;

builder.mutationFields((t) => ({
  partnershipPropose: t.field({
    type: Partnership,
    nullable: true,
    access: isSignedIn,
    description: 'Proposes a partnership. It is agreed when every party has confirmed, within 30 days.',
    args: { input: t.arg({ type: PartnershipProposeInput, description: 'The partnership.' }) },
    errors: { types: [PartnershipUnusable], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const partyIds = input.partyIds.map((id) => asId('Organization', id));
      const proposerId = asId('Organization', input.proposerId);
      await demand(inTheNameOf, proposerId, context);
      const wish = usable(() => checkPartnership({ ...input, proposerId, partyIds }, context));
      return partnershipNow(context, await proposePartnership(context, wish));
    },
  }),
  partnershipConfirm: t.field({
    type: Partnership,
    nullable: true,
    access: isSignedIn,
    description: 'Says yes for a party. With the last yes the partnership is agreed.',
    args: { input: t.arg({ type: PartnershipConfirmInput, description: 'Whose yes.' }) },
    errors: { types: [PartnershipUnknown, PartnershipStepClosed], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const { id, organizationId } = await asked(context, input);
      await confirmPartnership(context, id, organizationId);
      return partnershipNow(context, id);
    },
  }),
  partnershipDecline: t.field({
    type: Partnership,
    nullable: true,
    access: isSignedIn,
    description: 'Says no for a party, which ends the proposal.',
    args: { input: t.arg({ type: PartnershipDeclineInput, description: 'Whose no.' }) },
    errors: { types: [PartnershipUnknown, PartnershipStepClosed], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const { id, organizationId } = await asked(context, input);
      await declinePartnership(context, id, organizationId);
      return partnershipNow(context, id);
    },
  }),
  partnershipEnd: t.field({
    type: Partnership,
    nullable: true,
    access: isSignedIn,
    description: 'Ends an agreed partnership before its term; the notice is kept.',
    args: { input: t.arg({ type: PartnershipEndInput, description: 'Who, what and why.' }) },
    errors: {
      types: [PartnershipUnknown, PartnershipUnusable, PartnershipStepClosed],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const { id, organizationId } = await asked(context, input);
      await endPartnership(
        context,
        id,
        organizationId,
        usable(() => checkNotice(input.notice)),
      );
      return partnershipNow(context, id);
    },
  }),
}));
