import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, sql } from 'drizzle-orm';
import { prepared, violates } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import { membership } from '../../../db/tables/actors/membership.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { person, personPage } from '../../../db/tables/actors/person.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { regionPrefix } from '../../../schema/values/region.ts';
import { consents } from '../consent/consent.store.ts';
import { OrcidTaken, PersonUnknown } from './errors.ts';
import { personColumns, type PersonRow } from './person.store.ts';

export type PersonPageRow = typeof personPage.$inferSelect;

/** What a person can say of themselves; a part that is absent stays as it is. */
export interface PersonDescription {
  own: Partial<Omit<PersonRow, 'id' | 'createdAt' | 'isOrcidProven' | 'erasedAt'>>;
  pages?: Omit<PersonPageRow, 'personId' | 'position'>[];
}

/** Which experts a list asks for; what is null does not narrow it. */
export interface ExpertFilter {
  text: string | null;
  field: string | null;
  language: string | null;
  region: string | null;
  hoursMin: number | null;
}

export const pagesByPerson = manyByKey(
  prepared((db) =>
    db
      .select()
      .from(personPage)
      .where(sql`${personPage.personId} = any(${sql.placeholder('ids')}::text[])`)
      .orderBy(asc(personPage.personId), asc(personPage.position)),
  ),
  (row: PersonPageRow) => row.personId,
);

/** Newest first. */
export const newestExperts: Order<PersonRow> = {
  columns: [person.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of the experts this viewer may know of as such. */
export function expertRows(context: Context, filter: ExpertFilter, page: PageRequest): Promise<PersonRow[]> {
  const { where, orderBy, limit } = keyset(page, newestExperts);
  return context.db
    .select(personColumns)
    .from(person)
    .where(and(isExpert(context, filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many experts the same filter finds. */
export const expertCount = (context: Context, filter: ExpertFilter): Promise<number> =>
  context.db.$count(person, isExpert(context, filter));

/** Replaces the parts given of what a person says of themselves, and says whether anything changed: the same
 *  again changes and records nothing. Throws OrcidTaken where another person has the ORCID,
 *  PersonUnknown for one who was erased. */
export async function describePerson(
  context: Context,
  id: Id<'Person'>,
  { own, pages }: PersonDescription,
): Promise<boolean> {
  try {
    return await inTransaction(context, async ({ db, now, viewer }) => {
      await takeTurns(db, [id]);
      const [known] = await db.select(personColumns).from(person).where(eq(person.id, id));
      if (!known || known.erasedAt) throw new PersonUnknown();
      const isOther = !isDeepStrictEqual({ ...known, ...own }, known);
      // An ORCID that is only said proves nothing: nobody is taken for this person by it.
      const isNewOrcid = own.orcid !== undefined && own.orcid !== known.orcid;
      if (isOther)
        await db
          .update(person)
          .set({ ...own, ...(isNewOrcid && { isOrcidProven: false }) })
          .where(eq(person.id, id));
      const rows = pages?.map((page, position) => ({ ...page, personId: id, position }));
      const isOf = eq(personPage.personId, id);
      const held = rows && (await db.select().from(personPage).where(isOf).orderBy(asc(personPage.position)));
      const hasOtherPages = !isDeepStrictEqual(held, rows);
      if (hasOtherPages) await db.delete(personPage).where(isOf);
      if (hasOtherPages && rows && rows.length > 0) await db.insert(personPage).values(rows);
      if (!isOther && !hasOtherPages) return false;
      const actorId = viewer?.actorId ?? null;
      await record(db, now, { kind: 'person.changed', subject: id, actorId, data: {} });
      return true;
    });
  } catch (error) {
    throw violates(error, 'person_orcid_unique') ? new OrcidTaken() : error;
  }
}

/** Who said to be available to this viewer, and consents at this moment to being listed. */
function isExpert({ viewer }: Context, { text, field, language, region, hoursMin }: ExpertFilter) {
  const within = region ? `${regionPrefix(region)}%` : null;
  return and(
    eq(person.isAvailable, true),
    viewer ? undefined : eq(person.availabilityVisibility, 'PUBLIC'),
    consents(person.id, 'EXPERT_LISTING'),
    text
      ? sql`(${person.search} @@ fts_query(${text}) or exists (
          select from unnest(${person.keywords}) as word where fts_vector(word) @@ fts_query(${text})))`
      : undefined,
    field ? sql`${person.fields} @> array[${field}::text]` : undefined,
    language ? sql`${person.languages} && array[${language}::text]` : undefined,
    hoursMin === null ? undefined : sql`${person.hoursPerMonth} >= ${hoursMin}`,
    within
      ? sql`(${person.region} like ${within} or ${person.region} is null and exists (
          select from ${membership} join ${organization} on ${organization.id} = ${membership.organizationId}
          where ${membership.personId} = ${person.id} and ${membership.endsOn} is null
            and ${organization.region} like ${within}))`
      : undefined,
  );
}
