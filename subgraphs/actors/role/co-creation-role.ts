import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import type { CoCreationRole, CoCreationRoleState } from '../../../schema/events.ts';
import { asId } from '../../../schema/ids.ts';
import { type PageArgs, readPage } from '../../../schema/page.ts';
import { coCreationRoleType, localizedTextType } from '../../../schema/value-types.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { Actor, actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { isPartyToRole, roleActions } from './access.ts';
import {
  coCreationRoleById,
  type CoCreationRoleRow,
  newestRoles,
  rolesByActor,
  rolesByPlatform,
} from './co-creation-role.store.ts';
import { allRoles, type RoleGuide, roleGuides, type Stage } from './role.guide.ts';

export const CoCreationRoleStateEnum = builder.enumType('CoCreationRoleState', {
  description: 'Where a request for a co-creation role, or its grant, stands by the clock of this moment.',
  values: {
    REQUESTED: { description: 'Waits for the platform: 30 days, and lapses after 60.' },
    GRANTED: { description: 'Held.' },
    REVIEW_DUE: { description: 'Held, and after 24 months to be reviewed again; lapses 90 days later.' },
    REFUSED: { description: 'Not granted.' },
    WITHDRAWN: { description: 'The actor took the request back, or laid the role down.' },
    LAPSED: { description: 'Nobody decided, or reviewed again, in time.' },
    REVOKED: { description: 'Taken back by the platform.' },
  } satisfies Record<CoCreationRoleState, { description: string }>,
});

export const CoCreationRoleGrant = builder.objectRef<CoCreationRoleRow>('CoCreationRoleGrant').implement({
  description:
    'A co-creation role of an actor in general: asked for, held, or ended. What is held is for everybody; the ' +
    'rest for who asked, the operators of the platform, and auditors.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: ({ id }) => id }),
    actor: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Whose role.',
      resolve: ({ actorId }, _args, context) => actorById(context, actorId),
    }),
    role: t.field({
      type: coCreationRoleType(builder),
      access: isPublic,
      description: 'Which role.',
      resolve: ({ role }) => role,
    }),
    state: t.field({
      type: CoCreationRoleStateEnum,
      access: isPublic,
      description: 'Where it stands.',
      resolve: ({ state }) => state,
    }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'Which platform decides; null where none does, as for final consumers.',
      resolve: ({ platformId }, _args, context) => platformId && platformById(context).load(platformId),
    }),
    requestedAt: t.expose('requestedAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was asked for.',
    }),
    since: t.expose('since', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Since when it is held, or was; null where it never was.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it came to its end; null before, and until a lapse is recorded.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description:
        'By when the platform should decide; of one that is held, when it is to be reviewed again.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it ends by itself unless somebody acts; null where it does not.',
    }),
    statement: t.exposeString('statement', {
      nullable: true,
      access: isPartyToRole,
      description: 'Why the actor asks for it, or null.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      access: isPartyToRole,
      description: 'Why it was refused or revoked, or null.',
    }),
    requestedBy: t.field({
      type: Person,
      nullable: true,
      access: isPartyToRole,
      description: 'The person who asked, or null.',
      resolve: ({ requestedBy }, _args, context) => requestedBy && personById(context).load(requestedBy),
    }),
    decidedBy: t.field({
      type: Person,
      nullable: true,
      access: isPartyToRole,
      description: 'The person who decided last, or null.',
      resolve: ({ decidedBy }, _args, context) => decidedBy && personById(context).load(decidedBy),
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action. Whether it can be done now, its state says.',
      resolve: (row, _args, context) => viewerMay(roleActions, row, context),
    }),
  }),
});

const CoCreationRoleGrantConnection = connectionType(builder, {
  name: 'CoCreationRoleGrant',
  node: CoCreationRoleGrant,
});

interface ListArgs extends PageArgs {
  state?: CoCreationRoleState | null;
}
function page(
  context: Context,
  list: string,
  by: typeof rolesByActor,
  parent: string,
  { state = null, ...args }: ListArgs,
) {
  return readPage(context, args, { list, parent, filter: { state }, order: 'NEWEST' }, newestRoles, {
    rows: (request) => by.rows(context, { page: request, state }).load(parent),
    count: () => by.count(context, state).load(parent),
  });
}

builder.interfaceField(Actor, 'coCreationRoleGrants', (t) =>
  t.field({
    type: CoCreationRoleGrantConnection,
    access: isPublic,
    description:
      'Its roles in general with when and by whom they were granted, as far as you may know of them.',
    args: {
      state: t.arg({
        type: CoCreationRoleStateEnum,
        required: false,
        description: 'Only those that stand there.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, args, context) => page(context, 'Actor.coCreationRoleGrants', rolesByActor, id, args),
  }),
);

builder.objectField(Platform, 'coCreationRoleGrants', (t) =>
  t.field({
    type: CoCreationRoleGrantConnection,
    access: isPublic,
    description: 'Roles it was asked for or has granted, newest first, as far as you may know of them.',
    args: {
      state: t.arg({
        type: CoCreationRoleStateEnum,
        required: false,
        description: 'Only those that stand there.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, args, context) =>
      page(context, 'Platform.coCreationRoleGrants', rolesByPlatform, id, args),
  }),
);

const CoCreationStage = builder.objectRef<Stage>('CoCreationStage').implement({
  description: 'One of the six stages a demand passes on its way to value.',
  access: isPublic,
  fields: (t) => ({
    number: t.exposeInt('number', { access: isPublic, description: 'From 1 to 6.' }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: ({ title }) => title,
    }),
  }),
});

const Guide = builder.objectRef<RoleGuide & { role: CoCreationRole }>('CoCreationRoleGuide').implement({
  description: 'What a co-creation role gives, may and owes, in general and in a project alike.',
  access: isPublic,
  fields: (t) => ({
    role: t.field({
      type: coCreationRoleType(builder),
      access: isPublic,
      description: 'Which role.',
      resolve: ({ role }) => role,
    }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: ({ title }) => title,
    }),
    gives: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it brings.',
      resolve: ({ gives }) => gives,
    }),
    rights: t.field({
      type: [localizedTextType(builder)],
      access: isPublic,
      description: 'What it may; at most 6.',
      resolve: ({ rights }) => [...rights],
    }),
    duties: t.field({
      type: [localizedTextType(builder)],
      access: isPublic,
      description: 'What it owes; at most 6.',
      resolve: ({ duties }) => [...duties],
    }),
    stages: t.field({
      type: [CoCreationStage],
      access: isPublic,
      description: 'In which stages it acts; at most 6.',
      resolve: ({ stages }) => [...stages],
    }),
    needsVerification: t.exposeBoolean('needsVerification', {
      access: isPublic,
      description: 'Whether an actor must be verified to be granted it in general.',
    }),
  }),
});

builder.queryFields((t) => ({
  coCreationRoleGuide: t.field({
    type: [Guide],
    nullable: true,
    access: isPublic,
    description: 'The co-creation roles with their rights and duties; at most four.',
    resolve: () => allRoles.map((role) => ({ role, ...roleGuides[role] })),
  }),
  coCreationRoleGrant: t.field({
    type: CoCreationRoleGrant,
    nullable: true,
    access: isPublic,
    description: 'One request or grant of a role, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of a request or grant.' }) },
    resolve: (_root, { id }, context) => coCreationRoleById(context).load(asId('CoCreationRoleGrant', id)),
  }),
}));
