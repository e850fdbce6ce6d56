import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { type ActorId, actorNames, asIdOf } from '../../../schema/ids.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Actor } from '../references.ts';
import { competitorExclude, isOwnerInPerson } from './access.ts';
import { ExclusionUnusable } from './errors.ts';
import { admitCompetitor, excludeCompetitor, exclusionsOf, type ExclusionRow } from './exclusion.store.ts';

const Exclusion = builder.objectRef<ExclusionRow>('CompetitorExclusion').implement({
  description: 'That an owner keeps somebody out of what it keeps confidential.',
  access: isPublic,
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Who is kept out, with all who belong to it.',
      resolve: ({ actorId }) => ({ ref: actorId }),
    }),
    since: t.expose('since', { type: 'Instant', access: isPublic, description: 'Since when.' }),
  }),
});

const Exclusions = builder.objectRef<{ ownerId: ActorId }>('CompetitorExclusions').implement({
  description: 'Whom an owner keeps out of what it keeps confidential.',
  access: isPublic,
  fields: (t) => ({
    owner: t.field({
      type: Actor,
      nullable: true,
      access: isOwnerInPerson,
      description: 'Who keeps others out.',
      resolve: ({ ownerId }) => ({ ref: ownerId }),
    }),
    exclusions: t.field({
      type: [Exclusion],
      nullable: true,
      access: isOwnerInPerson,
      description: 'Those kept out, at most 100, oldest first.',
      resolve: ({ ownerId }, _args, context) => exclusionsOf(context, ownerId),
    }),
  }),
});

builder.queryFields((t) => ({
  competitorsExcluded: t.field({
    type: Exclusions,
    nullable: true,
    access: isPublic,
    description: 'Whom an owner keeps out of what it keeps confidential.',
    args: { ownerId: t.arg.id({ description: 'An organisation you administer, or yourself.' }) },
    resolve: (_root, args) => ({ ownerId: asIdOf(actorNames, args.ownerId) }),
  }),
}));

refusals(builder, ExclusionUnusable);

const CompetitorInput = builder.inputType('CompetitorInput', {
  description: 'Who keeps whom out, or lets whom in again.',
  fields: (t) => ({
    ownerId: t.id({ description: 'An organisation you administer, or yourself.' }),
    actorId: t.id({ description: 'Whom: an organisation with all who belong to it, or a person.' }),
  }),
});

const read = (input: { ownerId: string; actorId: string }) => ({
  ownerId: asIdOf(actorNames, input.ownerId),
  actorId: asIdOf(actorNames, input.actorId),
});
const keptOut = {
  name: 'competitors',
  access: isPublic,
  description: 'Whom the owner now keeps out.',
} as const;

builder.mutationFields((t) => ({
  competitorExclude: t.field({
    type: Exclusions,
    nullable: true,
    access: isSignedIn,
    description:
      'Keeps somebody out of all that an owner keeps confidential, from now on. Twice changes nothing.',
    args: { input: t.arg({ type: CompetitorInput, description: 'Who, and whom.' }) },
    errors: { types: [ExclusionUnusable], result: { access: isPublic }, dataField: keptOut },
    resolve: async (_root, { input }, context) => {
      const wish = read(input);
      await demand(competitorExclude, wish, context);
      await excludeCompetitor(context, wish);
      return { ownerId: wish.ownerId };
    },
  }),
  competitorAdmit: t.field({
    type: Exclusions,
    nullable: true,
    access: isSignedIn,
    description: 'Lets somebody in again who was kept out. Twice changes nothing.',
    args: { input: t.arg({ type: CompetitorInput, description: 'Who, and whom.' }) },
    errors: { types: [ExclusionUnusable], result: { access: isPublic }, dataField: keptOut },
    resolve: async (_root, { input }, context) => {
      const wish = read(input);
      await demand(competitorExclude, wish, context);
      await admitCompetitor(context, wish);
      return { ownerId: wish.ownerId };
    },
  }),
}));
