import { invariant } from '../../schema/errors.ts';
import { isInPersonHere, personalDataWords, personalRowsMax } from '../../schema/personal-data.ts';
import { builder } from './builder.ts';
import { personalDataOf } from './personal-data.store.ts';

builder.queryFields((t) => ({
  personalDataResources: t.string({
    nullable: true,
    access: isInPersonHere,
    description: `All that the subgraph of resources holds about you. ${personalDataWords}`,
    resolve: async (_root, _args, context) => {
      invariant(context.viewer, 'The rule on the field lets only signed-in viewers here.');
      return JSON.stringify(await personalDataOf(context, context.viewer.actorId, personalRowsMax));
    },
  }),
}));
