import { getTableColumns, sql } from 'drizzle-orm';
import { prepared } from '../../../db/client.ts';
import { record } from '../../../db/events.ts';
import { person } from '../../../db/tables/actors/person.ts';
import { signIn } from '../../../db/tables/actors/sign-in.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { oneByKey } from '../../../schema/loader.ts';

export type PersonRow = Omit<typeof person.$inferSelect, 'search'>;

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- Read by nobody: people are searched by it.
const { search: _, ...columns } = getTableColumns(person);
/** What is read of a person: all but what they are searched by. */
export const personColumns = columns;

export type PersonWish = Partial<Omit<PersonRow, 'id' | 'createdAt'>>;

export const personById = oneByKey(
  prepared((db) =>
    db
      .select(personColumns)
      .from(person)
      .where(sql`${person.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id,
);

/** Names a person for the first time. The event carries no more than the id. */
export function declarePerson(context: Context, wish: PersonWish): Promise<PersonRow> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const [row] = await db
      .insert(person)
      .values({ ...wish, id: newId('Person'), createdAt: now })
      .returning(personColumns);
    if (!row) throw new Error('An insert must return its row.');
    const actorId = viewer?.actorId ?? null;
    await record(db, now, { kind: 'person.declared', subject: row.id, actorId, data: {} });
    return row;
  });
}

/** Lets a token of this issuer and subject stand for the person. */
export async function linkSignIn(
  context: Context,
  wish: { issuer: string; subject: string; personId: Id<'Person'> },
) {
  await inTransaction(context, ({ db }) => db.insert(signIn).values(wish));
}
