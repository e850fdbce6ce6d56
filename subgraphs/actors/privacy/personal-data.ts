import { invariant } from '../../../schema/errors.ts';
import { asId } from '../../../schema/ids.ts';
import { personalDataWords, personalRowsMax } from '../../../schema/personal-data.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { personalDataOf } from './personal-data.store.ts';

builder.queryFields((t) => ({
  personalData: t.string({
    nullable: true,
    access: isHere,
    description:
      'All that is held about you by the subgraph of actors, in the record of events, in the queue and at the ' +
      `door. The others have \`personalData<Subgraph>\`. ${personalDataWords}`,
    resolve: async (_root, _args, context) => {
      invariant(context.viewer, 'The rule on the field lets only signed-in viewers here.');
      const id = asId('Person', context.viewer.actorId);
      return JSON.stringify(await personalDataOf(context, id, personalRowsMax));
    },
  }),
}));
