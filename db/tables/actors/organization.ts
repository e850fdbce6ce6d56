import { sql } from 'drizzle-orm';
import { boolean, integer, text } from 'drizzle-orm/pg-core';
import { id, instant, searchVector } from '../../columns.ts';
import { actorsSchema } from './schema.ts';

/** `INACTIVE` ceased; `WITHDRAWN` should never have been listed, mostly a second entry of the same one. */
export type OrganizationStatus = 'ACTIVE' | 'INACTIVE' | 'WITHDRAWN';

/** A branch of biomedicine as the region counts them; `OTHER` has its own words. */
export type SubField =
  | 'CHEMICAL_DRUGS'
  | 'CHINESE_MEDICINE'
  | 'BASIC_CHEMICALS'
  | 'PACKAGING_AND_EXCIPIENTS'
  | 'BIOLOGICALS'
  | 'BIOLOGICAL_DERIVATIVES'
  | 'OTHER';
/** By the classes of the national statistics of enterprises. */
export type SizeClass = 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE';

/** An organisation of any kind. `is_checked` is false for one that only an import has named. */
export const organization = actorsSchema.table('organization', {
  id: id('Organization').primaryKey(),
  kind: text('kind').notNull(),
  nameZh: text('name_zh'),
  nameEn: text('name_en'),
  region: text('region'),
  uscc: text('uscc'),
  ror: text('ror'),
  website: text('website'),
  contactEmail: text('contact_email'),
  contactTelephone: text('contact_telephone'),
  isChecked: boolean('is_checked').notNull(),
  /** Whether it still exists, by whoever lists it. */
  status: text('status').$type<OrganizationStatus>().notNull().default('ACTIVE'),
  /** ROR id of what replaces one that does not; the successor need not be known here (yet). */
  successorRor: text('successor_ror'),
  createdAt: instant('created_at').notNull(),
  search: searchVector('search').generatedAlwaysAs(sql`fts_vector(name_zh) || fts_vector(name_en)`),
  subField: text('sub_field').$type<SubField>(),
  subFieldName: text('sub_field_name'),
  size: text('size').$type<SizeClass>(),
  employees: integer('employees'),
  /** Whether it lets everybody see how many work there. */
  isEmployeesPublic: boolean('is_employees_public').notNull().default(false),
});
