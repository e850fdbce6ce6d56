import { isPublic } from '../../schema/access.ts';
import { connectionType } from '../../schema/connection.ts';
import { coCreationRoleType } from '../../schema/value-types.ts';
import { isFellowOrSupervisor } from './access.ts';
import { builder } from './builder.ts';
import type { ParticipationRow } from './participation.store.ts';
import { Actor } from './references.ts';

export const Participation = builder.objectRef<ParticipationRow>('Participation').implement({
  description: "One actor's part in one project. Whoever may know of the project may know who takes part.",
  access: isPublic,
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Who takes part.',
      resolve: (row) => ({ ref: row.actorId }),
    }),
    role: t.field({
      type: coCreationRoleType(builder),
      access: isPublic,
      description: 'The part taken.',
      resolve: (row) => row.role,
    }),
    contribution: t.exposeString('contribution', {
      nullable: true,
      access: isFellowOrSupervisor,
      description: 'What it brings, in its own words; or null.',
    }),
    joinedAt: t.field({
      type: 'Instant',
      access: isPublic,
      description: 'Since when.',
      resolve: (row) => row.joinedAt,
    }),
  }),
});

export const ParticipationConnection = connectionType(builder, {
  name: 'Participation',
  node: Participation,
});
