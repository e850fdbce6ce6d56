import { isPublic } from '../../schema/access.ts';
import { entity, keyFields } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { type ActorId, actorNames, asId, asIdOf, nameOfId } from '../../schema/ids.ts';
import { coCreationRoleType, localized, localizedTextType } from '../../schema/value-types.ts';
import { coCreationRolesByActor } from './role/co-creation-role.store.ts';
import { builder } from './builder.ts';
import { organizationById } from './organization/organization.store.ts';
import { personById } from './person/person.store.ts';

/** What an organisation and a person have in common. */
export interface ActorRow {
  id: ActorId;
  nameZh: string | null;
  nameEn: string | null;
}

export const Actor = builder.interfaceRef<ActorRow>('Actor').implement({
  description: 'A person or an organisation that takes part.',
  resolveType: (row) => nameOfId(row.id),
  fields: (t) => ({
    ...keyFields(t),
    name: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'The name the actor is known by.',
      resolve: (row) => localized(row.nameZh, row.nameEn) ?? { zh: null, en: row.id },
    }),
    coCreationRoles: t.field({
      type: [coCreationRoleType(builder)],
      access: isPublic,
      description: 'Roles held in general, at most four; the role in a project stands in its participation.',
      resolve: async (row, _args, context) =>
        (await coCreationRolesByActor(context).load(row.id)).map(({ role }) => role),
    }),
  }),
});

/** Any actor by id; null when there is none. */
export async function actorById(context: Context, id: string): Promise<ActorRow | null> {
  const name = nameOfId(id);
  if (name === 'Organization') return organizationById(context).load(asId(name, id));
  return name === 'Person' ? personById(context).load(asId(name, id)) : null;
}

entity(builder, Actor, actorById);

builder.queryFields((t) => ({
  actor: t.field({
    type: Actor,
    nullable: true,
    access: isPublic,
    description: 'One organisation or person, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of an organisation or a person.' }) },
    resolve: (_root, { id }, context) => actorById(context, asIdOf(actorNames, id)),
  }),
}));
