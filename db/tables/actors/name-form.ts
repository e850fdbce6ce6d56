import { primaryKey, text } from 'drizzle-orm/pg-core';
import { id } from '../../columns.ts';
import { organization } from './organization.ts';
import { actorsSchema } from './schema.ts';

/** The forms in which an organisation's names are written, for finding it in a text. Derived from names. */
export const nameForm = actorsSchema.table(
  'name_form',
  {
    organizationId: id('Organization', 'organization_id')
      .notNull()
      .references(() => organization.id),
    form: text('form').notNull(),
    kind: text('kind').$type<'NAME' | 'TURNED' | 'SHORTENED'>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.form] })],
);
