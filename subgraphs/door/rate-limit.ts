import { isPublic } from '../../schema/access.ts';
import type { Points } from '../../schema/context.ts';
import { builder } from './builder.ts';

const RateLimit = builder.objectRef<Points>('RateLimit').implement({
  description:
    'What callers may spend in a minute. Each request costs points: one, and more where it may return many rows.',
  access: isPublic,
  fields: (t) => ({
    cost: t.exposeInt('cost', { access: isPublic, description: 'Points that this request took.' }),
    limit: t.exposeInt('limit', { access: isPublic, description: 'Points there are in a minute.' }),
    remaining: t.exposeInt('remaining', {
      access: isPublic,
      description: 'Points left until `resetAt`, as far as the server that answers knows.',
    }),
    resetAt: t.field({
      type: 'Instant',
      access: isPublic,
      description: 'When the next minute begins, with all its points.',
      resolve: ({ resetAt }) => resetAt,
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimit,
    nullable: true,
    access: isPublic,
    description: 'How the caller stands after this request; null where no points are counted.',
    resolve: (_root, _args, { points }) => {
      // An answer that says so is for this caller alone.
      if (points) points.isTold = true;
      return points;
    },
  }),
);
