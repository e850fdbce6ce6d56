import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import type { RelationKind } from '../../../schema/events.ts';
import { asId } from '../../../schema/ids.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { organizationRelationAdd, organizationRelationConfirm, organizationRelationEnd } from './access.ts';
import {
  OrganizationUnknown,
  RelationCircular,
  RelationKnown,
  RelationUnknown,
  RelationUnusable,
} from './errors.ts';
import { organizationById } from './organization.store.ts';
import { Organization } from './organization.ts';
import {
  confirmRelation,
  endRelation,
  relationById,
  type RelationRow,
  stateRelation,
} from './relation.store.ts';
import { dayIn, latestDay } from './relation.what.ts';

type StatedRole = Exclude<RelationKind, 'RELATED'>;

const StatedRoleEnum = builder.enumType('OrganizationRelationStatedRole', {
  description:
    'What an organisation can say another one is to it: who stands below says it of who stands above.',
  values: {
    PARENT: { description: 'Ours is part of it.' },
    PREDECESSOR: { description: 'Ours came out of it.' },
    FOUNDER: { description: 'It founded ours, alone or with others.' },
  } satisfies Record<StatedRole, { description: string }>,
});

refusals(builder, RelationUnknown, RelationUnusable, RelationKnown, RelationCircular);

const RelationAddInput = builder.inputType('OrganizationRelationAddInput', {
  description: 'What another organisation is to one of yours.',
  fields: (t) => ({
    organizationId: t.id({ description: 'Yours: the one that stands below.' }),
    role: t.field({ type: StatedRoleEnum, description: 'What the other one is to it.' }),
    otherId: t.id({ description: 'The other one: it stands above.' }),
    since: t.field({ type: 'Date', required: false, description: 'The first day, not in the future.' }),
    until: t.field({
      type: 'Date',
      required: false,
      description: 'The last day, not in the future; left out while it lasts.',
    }),
  }),
});

const RelationConfirmInput = builder.inputType('OrganizationRelationConfirmInput', {
  description: 'Which relation your organisation agrees to.',
  fields: (t) => ({ relationId: t.id({ description: 'The relation.' }) }),
});

const RelationEndInput = builder.inputType('OrganizationRelationEndInput', {
  description: 'Which relation is over.',
  fields: (t) => ({
    relationId: t.id({ description: 'The relation.' }),
    until: t.field({ type: 'Date', required: false, description: 'Its last day; today when left out.' }),
  }),
});

async function relationOf(context: Context, id: string) {
  const row = await relationById(context).load(asId('OrganizationRelation', id));
  if (!row) throw new RelationUnknown();
  return row;
}

const dataField = {
  name: 'organization',
  access: isPublic,
  description: 'The organisation that stands below, as it now is.',
};

/** The lower one, whose relations are read anew. */
async function lowerOf(context: Context, { lowerId }: Pick<RelationRow, 'lowerId'>) {
  const row = await organizationById({ ...context }).load(lowerId);
  invariant(row, 'A relation joins two organisations that are there.');
  return row;
}

builder.mutationFields((t) => ({
  organizationRelationAdd: t.field({
    type: Organization,
    nullable: true,
    access: isSignedIn,
    description:
      'Says what another organisation is to yours. It stands as unconfirmed until an administrator of the other ' +
      'agrees. For administrators of the one that stands below.',
    args: { input: t.arg({ type: RelationAddInput, description: 'The relation.' }) },
    errors: {
      types: [OrganizationUnknown, RelationUnusable, RelationKnown, RelationCircular],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const { role: kind, since = null, until = null } = input;
      const ids = [asId('Organization', input.organizationId), asId('Organization', input.otherId)] as const;
      const [lower, upper] = await Promise.all(ids.map((id) => organizationById(context).load(id)));
      if (!lower) throw new OrganizationUnknown();
      await demand(organizationRelationAdd, lower, context);
      if (!upper) throw new OrganizationUnknown();
      if (lower.id === upper.id) throw new RelationCircular();
      if ([since, until].some((day) => day !== null && day > latestDay(context.now)))
        throw new RelationUnusable('A relation begins and ends today at the latest.');
      if (since !== null && until !== null && until < since)
        throw new RelationUnusable('A relation ends on the day it began, or later.');
      await stateRelation(context, { kind, upperId: upper.id, lowerId: lower.id, since, until });
      return lowerOf(context, { lowerId: lower.id });
    },
  }),
  organizationRelationConfirm: t.field({
    type: Organization,
    nullable: true,
    access: isSignedIn,
    description:
      'Agrees to what another organisation says yours is to it. For administrators of the one that stands ' +
      'above. A second time changes nothing.',
    args: { input: t.arg({ type: RelationConfirmInput, description: 'Which.' }) },
    errors: { types: [RelationUnknown], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await relationOf(context, input.relationId);
      await demand(organizationRelationConfirm, row, context);
      await confirmRelation(context, row);
      return lowerOf(context, row);
    },
  }),
  organizationRelationEnd: t.field({
    type: Organization,
    nullable: true,
    access: isSignedIn,
    description:
      'Ends a relation; one that was never confirmed is gone, as if it had not been said. For administrators of ' +
      'either organisation. A second time changes nothing.',
    args: { input: t.arg({ type: RelationEndInput, description: 'Which, and when.' }) },
    errors: { types: [RelationUnknown, RelationUnusable], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await relationOf(context, input.relationId);
      await demand(organizationRelationEnd, row, context);
      if (input.until != null && input.until > latestDay(context.now))
        throw new RelationUnusable('A relation begins and ends today at the latest.');
      await endRelation(context, row, input.until ?? dayIn(context.now));
      return lowerOf(context, row);
    },
  }),
}));
