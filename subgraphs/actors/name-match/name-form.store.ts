import { and, inArray, sql } from 'drizzle-orm';
import { type Db, prepared } from '../../../db/client.ts';
import { nameForm } from '../../../db/tables/actors/name-form.ts';
import { organization } from '../../../db/tables/actors/organization.ts';
import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';
import { formsOf } from './name.forms.ts';
import type { KnownForm } from './name.match.ts';

/** A form that more organisations share than this tells nobody apart. */
const bearersMax = 500;

const knownForms = prepared((db) =>
  db
    .select({
      organizationId: nameForm.organizationId,
      form: nameForm.form,
      kind: nameForm.kind,
      // A code of GB/T 2260 is a place in China; of others the country is not kept.
      country: sql<string | null>`case when ${organization.region} is not null then 'CN' end`,
    })
    .from(nameForm)
    .innerJoin(organization, sql`${organization.id} = ${nameForm.organizationId}`)
    .where(sql`${nameForm.form} = any(${sql.placeholder('forms')}::text[])`)
    .orderBy(nameForm.form, nameForm.organizationId)
    .limit(bearersMax),
);

/** What is known of these forms; one statement, however many they are. */
export function knownFormsOf({ db }: Context, forms: readonly string[]): Promise<KnownForm[]> {
  return forms.length === 0 ? Promise.resolve([]) : knownForms(db, { forms });
}

/** Writes the forms of these organisations anew from their names. Writing twice changes nothing. */
export async function writeNameForms(tx: Db, ids: readonly Id<'Organization'>[]): Promise<void> {
  if (ids.length === 0) return;
  // Two that write the same organisation's forms take turns, whichever names they have read.
  const rows = await tx
    .select({ id: organization.id, nameZh: organization.nameZh, nameEn: organization.nameEn })
    .from(organization)
    .where(inArray(organization.id, [...ids]))
    .orderBy(organization.id)
    .for('update');
  const forms = rows.flatMap(({ id, nameZh, nameEn }) => {
    const own = new Map(
      [nameZh, nameEn].flatMap((name) => (name ? formsOf(name) : [])).map((each) => [each.form, each]),
    );
    return [...own.values()].map(({ form, kind }) => ({ organizationId: id, form, kind }));
  });
  await tx.delete(nameForm).where(and(inArray(nameForm.organizationId, [...ids])));
  if (forms.length > 0) await tx.insert(nameForm).values(forms);
}
