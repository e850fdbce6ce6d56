import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { actorNames, asId, asIdOf } from '../../../schema/ids.ts';
import { coCreationRoleType } from '../../../schema/value-types.ts';
import { parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { platformById } from '../platform/platform.store.ts';
import {
  coCreationRoleGrant,
  coCreationRoleRefuse,
  coCreationRoleRequest,
  coCreationRoleRevoke,
  coCreationRoleWithdraw,
} from './access.ts';
import { CoCreationRoleGrant, CoCreationRoleStateEnum } from './co-creation-role.ts';
import {
  grantRoleAsked,
  refuseRole,
  requestRole,
  revokeRole,
  withdrawRole,
} from './co-creation-role.steps.store.ts';
import { coCreationRoleById, type CoCreationRoleRow, platformServing } from './co-creation-role.store.ts';
import {
  CoCreationRoleMovedOn,
  CoCreationRoleTaken,
  CoCreationRoleUnknown,
  CoCreationRoleUnusable,
  VerificationNeeded,
} from './errors.ts';
import { roleGuides } from './role.guide.ts';

refusals(
  builder,
  CoCreationRoleUnknown,
  CoCreationRoleUnusable,
  CoCreationRoleTaken,
  CoCreationRoleMovedOn,
  VerificationNeeded,
);
builder.objectField(CoCreationRoleMovedOn, 'state', (t) =>
  t.expose('state', { type: CoCreationRoleStateEnum, access: isPublic, description: 'Where it stands.' }),
);

/** A text of a client; what cannot be used is a refusal. */
function words(written: string | null | undefined, isNeeded: boolean): string {
  try {
    const text = parseText(written ?? '', { max: 2_000, lines: true });
    if (isNeeded && text === '') throw new WrongValue('The reason is empty: the actor reads it.');
    return text;
  } catch (error) {
    throw error instanceof WrongValue ? new CoCreationRoleUnusable(error.message) : error;
  }
}

async function roleFor(action: Action<CoCreationRoleRow>, grantId: string, context: Context) {
  const row = await coCreationRoleById(context).load(asId('CoCreationRoleGrant', grantId));
  if (!row) throw new CoCreationRoleUnknown();
  await demand(action, row, context);
  return row;
}

/** Read anew, past what loaders remember. */
async function roleNow(context: Context, id: CoCreationRoleRow['id']) {
  const row = await coCreationRoleById({ ...context }).load(id);
  invariant(row, 'Whoever changed a role may know of it.');
  return row;
}

const RequestInput = builder.inputType('CoCreationRoleRequestInput', {
  description: 'Which role an actor asks for.',
  fields: (t) => ({
    actorId: t.id({ description: 'Yourself, or an organisation that you administer.' }),
    role: t.field({ type: coCreationRoleType(builder), description: 'Which role.' }),
    platformId: t.id({
      required: false,
      description:
        'The platform that decides; left out, the one that serves the region of the organisation. A person names one.',
    }),
    statement: t.string({
      required: false,
      description: 'Why; at most 2,000 characters, for the platform.',
    }),
  }),
});

const idInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ grantId: t.id({ description: 'The request or grant.' }) }),
  });
const WithdrawInput = idInput('CoCreationRoleWithdrawInput', 'What is taken back or laid down.');
const GrantInput = idInput('CoCreationRoleGrantInput', 'What is granted, or stays after its review.');
const reasonInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      grantId: t.id({ description: 'The request or grant.' }),
      reason: t.string({ description: 'Why; at most 2,000 characters, which the actor reads.' }),
    }),
  });
const RefuseInput = reasonInput('CoCreationRoleRefuseInput', 'Which request is refused, and why.');
const RevokeInput = reasonInput('CoCreationRoleRevokeInput', 'Which role is taken back, and why.');

const dataField = { name: 'grant', access: isPublic, description: 'The role as it now stands.' } as const;
const result = { access: isPublic };
const byWhom = 'For operators of the platform who have no part in the actor.';

builder.mutationFields((t) => ({
  coCreationRoleRequest: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isHere,
    description:
      'Asks for a co-creation role in general: for yourself, or as an administrator for your organisation. That of ' +
      'a final consumer is granted at once; the others need a verified actor and the grant of a platform.',
    args: { input: t.arg({ type: RequestInput, description: 'Which.' }) },
    errors: { types: [CoCreationRoleUnusable, CoCreationRoleTaken, VerificationNeeded], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { role } = input;
      const actorId = asIdOf(actorNames, input.actorId);
      const named = input.platformId == null ? null : asId('Platform', input.platformId);
      await demand(coCreationRoleRequest, { id: actorId }, context);
      if (named && (await platformById(context).load(named))?.state !== 'ACTIVE')
        throw new CoCreationRoleUnusable(
          'There is no such platform that reviews: choose an active one of `platforms`.',
        );
      const platformId = named ?? (await platformServing(context, actorId));
      if (platformId === null && roleGuides[role].needsVerification)
        throw new CoCreationRoleUnusable(
          'No platform serves where this actor is: name the one that decides.',
        );
      const statement = words(input.statement, false) || null;
      return roleNow(context, await requestRole(context, { actorId, role, platformId, statement }));
    },
  }),
  coCreationRoleWithdraw: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isHere,
    description: 'Takes a request back, or lays a role down. For the actor whose it is.',
    args: { input: t.arg({ type: WithdrawInput, description: 'Which.' }) },
    errors: { types: [CoCreationRoleUnknown, CoCreationRoleMovedOn], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await roleFor(coCreationRoleWithdraw, input.grantId, context);
      await withdrawRole(context, row);
      return roleNow(context, row.id);
    },
  }),
  coCreationRoleGrant: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isHere,
    description: `Grants a role that was asked for, or lets it stay for 24 months where its review is due. ${byWhom}`,
    args: { input: t.arg({ type: GrantInput, description: 'Which.' }) },
    errors: { types: [CoCreationRoleUnknown, CoCreationRoleMovedOn, VerificationNeeded], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await roleFor(coCreationRoleGrant, input.grantId, context);
      await grantRoleAsked(context, row);
      return roleNow(context, row.id);
    },
  }),
  coCreationRoleRefuse: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isHere,
    description: `Refuses a role that was asked for. ${byWhom}`,
    args: { input: t.arg({ type: RefuseInput, description: 'Which, and why.' }) },
    errors: {
      types: [CoCreationRoleUnknown, CoCreationRoleUnusable, CoCreationRoleMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await roleFor(coCreationRoleRefuse, input.grantId, context);
      await refuseRole(context, row, words(input.reason, true));
      return roleNow(context, row.id);
    },
  }),
  coCreationRoleRevoke: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isHere,
    description: `Takes a role back. ${byWhom}`,
    args: { input: t.arg({ type: RevokeInput, description: 'Which, and why.' }) },
    errors: {
      types: [CoCreationRoleUnknown, CoCreationRoleUnusable, CoCreationRoleMovedOn],
      result,
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await roleFor(coCreationRoleRevoke, input.grantId, context);
      await revokeRole(context, row, words(input.reason, true));
      return roleNow(context, row.id);
    },
  }),
}));
