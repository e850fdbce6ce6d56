import { and, eq, isNull, sql } from 'drizzle-orm';
import { apiKey } from '../../../db/tables/actors/key.ts';
import type { Context } from '../../../schema/context.ts';
import { asId, type Id, newId } from '../../../schema/ids.ts';
import { createApiKey, keysMax, revokeApiKey } from '../../../subgraphs/actors/key/key.store.ts';
import type { Base } from '../base/base.ts';
import { region } from '../base/organizations.ts';
import { place } from '../place.ts';

/** A key of the member, narrowed to the institute. */
const makeKey = (context: Context, base: Base, ownerId = base.person.member) =>
  createApiKey(context, {
    ...{ name: 'Key', ownerId, organizationId: base.organization.provider },
    ...{ platformId: base.platform, scopes: ['read-public'], regions: [region], pointsPerMinute: 10 },
    expiresAt: new Date(context.now.getTime() + 1_000_000),
  });

/** Nobody is left with a key more: they can have 20. */
const undo = async ({ db }: Context) =>
  void (await db.delete(apiKey).where(and(eq(apiKey.name, 'Key'), isNull(apiKey.revokedAt))));

export const key = place({
  /** A key of the member with everything that can be said of one: it was used, and then revoked. */
  write: async (context, base) => {
    const { row } = await makeKey(context, base);
    await context.db.execute(sql`select actors.note_key_use(${row.id})`);
    await revokeApiKey(context, row.id);
    return { id: row.id };
  },
  meet: (_ids, base) => ({
    anchors: {
      ApiKey: [
        {
          ...{ entity: 'Person', id: base.person.member },
          inside: 'apiKeys(last: 1) { edges { node { % } } }',
          gate: 'Person.apiKeys',
        },
      ],
    },
    arguments: { 'Person.apiKeys': '(last: 1)' },
    deeds: [
      {
        meets: 'Mutation.apiKeyCreate',
        query: () => 'apiKeyCreate(input: { name: "Key", scopes: [READ_PUBLIC] })',
        ...{ succeedsAs: 'ApiKeyCreateSuccess', undo },
      },
      {
        meets: 'Mutation.apiKeyRevoke',
        prepare: async (context) => (await makeKey(context, base)).row.id,
        query: (id) => `apiKeyRevoke(input: { apiKeyId: "${id}" })`,
        ...{ succeedsAs: 'ApiKeyRevokeSuccess', undo },
        unknownAs: { refusal: 'ApiKeyUnknown', row: 'KEY', absent: newId('ApiKey') },
      },
      {
        meets: 'ApiKeyUnknown',
        query: () => `apiKeyRevoke(input: { apiKeyId: "${newId('ApiKey')}" })`,
      },
      {
        meets: 'ApiKeyUnusable',
        query: () => 'apiKeyCreate(input: { name: "", scopes: [READ_PUBLIC] })',
      },
      {
        meets: 'ApiKeysTooMany',
        prepare: async (context, viewer) => {
          const owner = viewer && asId('Person', viewer.actorId);
          const isWorking = (id: Id<'Person'>) => and(eq(apiKey.ownerId, id), isNull(apiKey.revokedAt));
          while (owner && (await context.db.$count(apiKey, isWorking(owner))) < keysMax)
            await makeKey(context, base, owner);
          return '';
        },
        undo,
        query: () => 'apiKeyCreate(input: { name: "Key", scopes: [READ_PUBLIC] })',
      },
    ],
  }),
});
