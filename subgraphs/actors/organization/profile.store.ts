import { isDeepStrictEqual } from 'node:util';
import { asc, eq, isNull, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Db, prepared, violates } from '../../../db/client.ts';
import { record, takeTurns } from '../../../db/events.ts';
import {
  organizationIdentifier,
  organizationIndustry,
  organizationName,
  organizationPage,
  organizationPlace,
  organizationQualification,
} from '../../../db/tables/actors/organization-profile.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { manyByKey } from '../../../schema/loader.ts';
import { IdentifierTaken } from './errors.ts';
import { isValidToday, organizationColumns, type OrganizationRow } from './organization.store.ts';

export type IdentifierRow = typeof organizationIdentifier.$inferSelect;
export type NameRow = Omit<typeof organizationName.$inferSelect, 'search'>;
export type PlaceRow = typeof organizationPlace.$inferSelect;
export type IndustryRow = typeof organizationIndustry.$inferSelect;
export type QualificationRow = typeof organizationQualification.$inferSelect & { isValid: boolean };
export type PageRow = typeof organizationPage.$inferSelect;

type Said<Row> = Omit<Row, 'organizationId' | 'position' | 'isImported' | 'id' | 'verifiedAt' | 'isValid'>;

/** What an organisation can say of itself; a part that is absent stays as it is. */
export interface OrganizationDescription {
  own?: Partial<Omit<OrganizationRow, 'id' | 'createdAt' | 'isChecked' | 'status' | 'successorRor'>>;
  identifiers?: Said<IdentifierRow>[];
  names?: Said<NameRow>[];
  places?: Said<PlaceRow>[];
  industries?: Said<IndustryRow>[];
  qualifications?: Said<QualificationRow>[];
  pages?: Said<PageRow>[];
}

const nameColumns = {
  organizationId: organizationName.organizationId,
  position: organizationName.position,
  kind: organizationName.kind,
  text: organizationName.text,
  language: organizationName.language,
  isImported: organizationName.isImported,
};
const qualificationColumns = {
  id: organizationQualification.id,
  organizationId: organizationQualification.organizationId,
  position: organizationQualification.position,
  kind: organizationQualification.kind,
  name: organizationQualification.name,
  number: organizationQualification.number,
  issuer: organizationQualification.issuer,
  validFrom: organizationQualification.validFrom,
  validUntil: organizationQualification.validUntil,
  verifiedAt: organizationQualification.verifiedAt,
};

export const identifiersByOrganization = listOf<IdentifierRow>(organizationIdentifier);
export const namesByOrganization = listOf<NameRow>(organizationName, nameColumns);
export const placesByOrganization = listOf<PlaceRow>(organizationPlace);
export const industriesByOrganization = listOf<IndustryRow>(organizationIndustry);
export const pagesByOrganization = listOf<PageRow>(organizationPage);
export const qualificationsByOrganization = listOf<QualificationRow>(organizationQualification, {
  ...qualificationColumns,
  isValid: isValidToday(organizationQualification),
});

/** Turns that whoever gives an organisation its ROR id takes: lists are read under the same. */
export const turnOfRorIds = 'organisations by ROR id';

/** Replaces the parts given of what an organisation says of itself, and says whether anything changed: the
 *  same again changes and records nothing. Throws IdentifierTaken where another organisation has one. */
export async function describeOrganization(
  context: Context,
  id: Id<'Organization'>,
  { own, ...lists }: OrganizationDescription,
): Promise<boolean> {
  try {
    return await inTransaction(context, async ({ db, now, viewer }) => {
      if (own?.ror) await takeTurns(db, [turnOfRorIds]);
      await takeTurns(db, [id]);
      const [known] = await db.select(organizationColumns).from(organization).where(eq(organization.id, id));
      if (!known) throw new Error(`There is no organisation ${id} to describe.`);
      const row = { ...known, ...own };
      const isOther = !isDeepStrictEqual(row, known);
      if (isOther && own) await db.update(organization).set(own).where(eq(organization.id, id));
      const replaced = await replaceLists(db, id, lists);
      if (!isOther && !replaced) return false;
      await record(db, now, {
        kind: 'organization.changed',
        subject: id,
        actorId: viewer?.actorId ?? null,
        data: { kind: row.kind, region: row.region, isChecked: row.isChecked },
      });
      return true;
    });
  } catch (error) {
    const taken = ['uscc', 'ror', 'identifier'].some((each) =>
      violates(error, `organization_${each}_unique`),
    );
    throw taken ? new IdentifierTaken() : error;
  }
}

/** Notes that a review found this qualification to be so, and says whether that is new: a second time changes
 *  nothing. Inside the transaction of the review. */
export async function verifyQualification(
  context: Context,
  id: Id<'OrganizationQualification'>,
): Promise<boolean> {
  return inTransaction(context, async ({ db, now, viewer }) => {
    const [row] = await db
      .update(organizationQualification)
      .set({ verifiedAt: now })
      .where(sql`${eq(organizationQualification.id, id)} and ${isNull(organizationQualification.verifiedAt)}`)
      .returning({
        organizationId: organizationQualification.organizationId,
        kind: organizationQualification.kind,
      });
    if (!row) return false;
    await record(db, now, {
      kind: 'organization.qualificationVerified',
      subject: row.organizationId,
      actorId: viewer?.actorId ?? null,
      data: { qualificationId: id, kind: row.kind },
    });
    return true;
  });
}

async function replaceLists(db: Db, id: Id<'Organization'>, lists: Omit<OrganizationDescription, 'own'>) {
  const { identifiers, names, places, industries, qualifications, pages } = lists;
  const mine = <Row>(rows: Row[] | undefined) => rows?.map((row) => ({ ...row, isImported: false }));
  const done = [
    await replaceList(db, id, organizationIdentifier, identifiers),
    await replaceList(db, id, organizationName, mine(names), nameColumns),
    await replaceList(db, id, organizationPlace, mine(places)),
    await replaceList(db, id, organizationIndustry, industries),
    await replaceList(db, id, organizationQualification, qualifications, qualificationColumns),
    await replaceList(db, id, organizationPage, pages),
  ];
  return done.includes(true);
}

type ListTable = PgTable & { organizationId: PgColumn; position: PgColumn };
type Columns = Record<string, PgColumn>;

/** Writes the whole list anew where it says something else than before. A qualification that stays as it was
 *  keeps its id and what a review found of it. */
async function replaceList(
  db: Db,
  id: Id<'Organization'>,
  table: ListTable,
  said: readonly object[] | undefined,
  columns?: Columns,
): Promise<boolean> {
  if (!said) return false;
  const query = columns ? db.select(columns) : db.select();
  const held = await query.from(table).where(eq(table.organizationId, id)).orderBy(asc(table.position));
  if (isDeepStrictEqual(held.map(contentOf), said.map(contentOf))) return false;
  const rows = said.map((each, position) => {
    const same = held.find((row) => isDeepStrictEqual(contentOf(row), contentOf(each)));
    const isNumbered = table === organizationQualification;
    const first = isNumbered ? { id: newId('OrganizationQualification'), verifiedAt: null } : {};
    return { ...first, ...each, ...(isNumbered ? same : {}), organizationId: id, position };
  });
  await db.delete(table).where(eq(table.organizationId, id));
  if (rows.length > 0) await db.insert(table).values(rows);
  return true;
}

/** What a row says, without where it stands and what others noted beside it. */
function contentOf(row: object): object {
  const beside = ['organizationId', 'position', 'isImported', 'id', 'verifiedAt'];
  return Object.fromEntries(Object.entries(row).filter(([name]) => !beside.includes(name)));
}

function listOf<Row extends { organizationId: Id<'Organization'> }>(
  table: ListTable,
  columns?: Record<string, unknown>,
) {
  return manyByKey<Id<'Organization'>, Row>(
    prepared((db) => {
      const query = columns ? db.select(columns as Columns) : db.select();
      return query
        .from(table)
        .where(sql`${table.organizationId} = any(${sql.placeholder('ids')}::text[])`)
        .orderBy(asc(table.organizationId), asc(table.position));
    }) as never,
    (row) => row.organizationId,
  );
}
