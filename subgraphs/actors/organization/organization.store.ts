import { and, eq, or, sql, type SQLWrapper } from 'drizzle-orm';
import { given, givenId } from '../../../db/batch.ts';
import { prepared } from '../../../db/client.ts';
import { recordAll } from '../../../db/events.ts';
import {
  organizationIdentifier,
  organizationIndustry,
  organizationName,
  organizationQualification,
} from '../../../db/tables/actors/organization-profile.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import type { NewEvent } from '../../../schema/events.ts';
import { type ActorId, type Id, newId } from '../../../schema/ids.ts';
import { oneByKey } from '../../../schema/loader.ts';
import { keyset, type Order, type PageRequest } from '../../../schema/page.ts';
import { regionPrefix } from '../../../schema/values/region.ts';

export type OrganizationRow = Omit<typeof organization.$inferSelect, 'search'>;

/** Which organisations a list asks for; what is absent does not narrow it. */
export interface OrganizationFilter {
  text?: string | null;
  kind?: string | null;
  region?: string | null;
  subField?: string | null;
  size?: string | null;
  /** A code of GB/T 4754, with all that lies in it. */
  industry?: string | null;
  /** One that is valid today. */
  qualification?: string | null;
  /** USCC, ROR id, or a number in any registry. */
  identifier?: string | null;
}

/** What is known when an organisation is first named. */
export type OrganizationWish = Pick<OrganizationRow, 'kind'> &
  Partial<Omit<OrganizationRow, 'id' | 'kind' | 'createdAt'>>;

/** What is read of an organisation: all but what it is searched by. */
export const organizationColumns = {
  id: organization.id,
  kind: organization.kind,
  nameZh: organization.nameZh,
  nameEn: organization.nameEn,
  region: organization.region,
  uscc: organization.uscc,
  ror: organization.ror,
  website: organization.website,
  contactEmail: organization.contactEmail,
  contactTelephone: organization.contactTelephone,
  isChecked: organization.isChecked,
  status: organization.status,
  successorRor: organization.successorRor,
  subField: organization.subField,
  subFieldName: organization.subFieldName,
  size: organization.size,
  employees: organization.employees,
  isEmployeesPublic: organization.isEmployeesPublic,
  createdAt: organization.createdAt,
};

export const organizationById = oneByKey(
  prepared((db) =>
    db
      .select(organizationColumns)
      .from(organization)
      .where(sql`${organization.id} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.id,
);

export const organizationByRor = oneByKey(
  prepared((db) =>
    db
      .select(organizationColumns)
      .from(organization)
      .where(sql`${organization.ror} = any(${sql.placeholder('ids')}::text[])`),
  ),
  (row) => row.ror!,
);

/** Newest first: ids sort by the time they were made. */
export const newestOrganizations: Order<OrganizationRow> = {
  columns: [organization.id],
  isDescending: true,
  keyOf: (row) => [row.id],
};

/** One page of organisations. */
export function organizationRows({ db }: Context, filter: OrganizationFilter, page: PageRequest) {
  const { where, orderBy, limit } = keyset(page, newestOrganizations);
  return db
    .select(organizationColumns)
    .from(organization)
    .where(and(matching(filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** How many organisations the same filter finds. */
export function organizationCount({ db }: Context, filter: OrganizationFilter): Promise<number> {
  return db.$count(organization, matching(filter));
}

/** The organisation with exactly this name in either language, or null; the oldest when several share it. */
export async function organizationByName({ db }: Context, name: string): Promise<OrganizationRow | null> {
  const [row] = await db
    .select(organizationColumns)
    .from(organization)
    .where(or(eq(organization.nameZh, name), eq(organization.nameEn, name)))
    .orderBy(organization.id)
    .limit(1);
  return row ?? null;
}

/** Names an organisation for the first time. Unchecked until its qualification was reviewed. */
export async function declareOrganization(
  context: Context,
  wish: OrganizationWish,
): Promise<OrganizationRow> {
  const [row] = await declareOrganizations(context, [{ ...wish, id: newId('Organization') }]);
  if (!row) throw new Error('An insert must return its row.');
  return row;
}

/** Names several organisations for the first time, in the order given. */
export async function declareOrganizations(
  context: Context,
  wishes: readonly (OrganizationWish & { id: Id<'Organization'> })[],
): Promise<OrganizationRow[]> {
  if (wishes.length === 0) return [];
  return inTransaction(context, async ({ db, now, viewer }) => {
    const values = wishes.map((wish) => ({ isChecked: false, ...wish, createdAt: now }));
    const rows = await db.insert(organization).values(values).returning(organizationColumns);
    const actorId = viewer?.actorId ?? null;
    await recordAll(
      db,
      now,
      rows.map((row) => eventOf('organization.declared', row, actorId)),
    );
    return rows;
  });
}

/** What may change of an organisation that is known. */
export type OrganizationChange = Pick<OrganizationRow, 'id'> & Partial<Omit<OrganizationRow, 'createdAt'>>;

/** Replaces what is given of these organisations, the same of each, and records each, in the order given.
 *  Inside a transaction that took its turn for their ids. */
export async function describeOrganizations(
  context: Context,
  changes: readonly OrganizationChange[],
): Promise<OrganizationRow[]> {
  if (changes.length === 0) return [];
  return inTransaction(context, async ({ db, now, viewer }) => {
    const { set, from } = given(organization, changes);
    const found = await db
      .update(organization)
      .set(set)
      .from(from)
      .where(eq(organization.id, givenId))
      .returning(organizationColumns);
    const byId = new Map(found.map((row) => [row.id, row]));
    const rows = changes.map(({ id }) => {
      const row = byId.get(id);
      if (!row) throw new Error(`There is no organisation ${id} to describe.`);
      return row;
    });
    const actorId = viewer?.actorId ?? null;
    await recordAll(
      db,
      now,
      rows.map((row) => eventOf('organization.changed', row, actorId)),
    );
    return rows;
  });
}

function eventOf<Kind extends 'organization.declared' | 'organization.changed'>(
  kind: Kind,
  { id, kind: sort, region, isChecked }: OrganizationRow,
  actorId: ActorId | null,
): NewEvent<Kind> {
  return { kind, subject: id, actorId, data: { kind: sort, region, isChecked } };
}

function matching(filter: OrganizationFilter) {
  const { text, kind, region, subField, size, industry, qualification, identifier } = filter;
  return and(
    text ? sql`${organization.id} in (${namedBy(text)})` : undefined,
    kind ? eq(organization.kind, kind) : undefined,
    region ? sql`${organization.region} like ${`${regionPrefix(region)}%`}` : undefined,
    subField ? sql`${organization.subField} = ${subField}` : undefined,
    size ? sql`${organization.size} = ${size}` : undefined,
    industry ? sql`${organization.id} in (${inIndustry(industry)})` : undefined,
    qualification ? sql`${organization.id} in (${qualifiedAs(qualification)})` : undefined,
    identifier ? sql`${organization.id} in (${identifiedBy(identifier)})` : undefined,
  );
}

/** By the name it goes by or by another; each of the two is found by its index. */
const namedBy = (text: string) => sql`
  select id from ${organization} where search @@ fts_query(${text})
  union select organization_id from ${organizationName} where search @@ fts_query(${text})`;

const inIndustry = (code: string) => sql`
  select organization_id from ${organizationIndustry} where code like ${`${code}%`}`;

const qualifiedAs = (kind: string) => sql`
  select organization_id from ${organizationQualification}
  where kind = ${kind} and ${isValidToday(organizationQualification)}`;

const identifiedBy = (value: string) => sql`
  select id from ${organization} where uscc = ${value.toUpperCase()} or ror = ${value.toLowerCase()}
  union select organization_id from ${organizationIdentifier} where value = ${value}`;

/** Whether today is between two days, ends included. Certificates run by the calendar of China. */
export const isValidToday = (period: { validFrom: SQLWrapper; validUntil: SQLWrapper }) => sql<boolean>`
  coalesce(${period.validFrom} <= (db_now() at time zone 'Asia/Shanghai')::date, true)
  and coalesce(${period.validUntil} >= (db_now() at time zone 'Asia/Shanghai')::date, true)`;
