import {
  emptyReport,
  type IntakeReport,
  type Keyed,
  type Refused,
  takeIn,
  type Taken,
} from '../../formats/intake.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import { type Id, newId } from '../../schema/ids.ts';
import {
  declareOrganizations,
  describeOrganization,
  organizationByRor,
  organizationById,
  type OrganizationRow,
} from './organization.store.ts';
import { putRecords, recordsByKey } from './source-record.store.ts';

/** One record of a list of organisations, mapped to what we keep. */
export interface OrganizationEntry extends Taken {
  wish: Pick<
    OrganizationRow,
    'kind' | 'nameZh' | 'nameEn' | 'region' | 'website' | 'status' | 'successorRor'
  > & { ror: string };
}

export interface OrganizationImportWish {
  format: string;
  /** Whose list it is. Null in a dry run for an owner that is not known yet. */
  ownerId: Id<'Organization'> | null;
  isDryRun: boolean;
  /** Counted into as the reading goes on, so that it is at hand when the file breaks off. */
  report?: IntakeReport;
}

/** Reads a list of organisations, batch by batch, each in one transaction. An organisation that is known
 *  by its ROR id is described further: counted as changed, never declared twice. Records that did not
 *  change are not touched. */
export async function importOrganizations(
  context: Context,
  wish: OrganizationImportWish,
  entries: AsyncIterable<OrganizationEntry | Refused>,
): Promise<IntakeReport> {
  const { isDryRun, ownerId, report = emptyReport() } = wish;
  await takeIn(entries, report, (batch) =>
    isDryRun || !ownerId
      ? compare(context, wish, batch).then(counted)
      : inTransaction(context, (inside) => writeBatch(inside, { ...wish, ownerId }, batch)),
  );
  return report;
}

interface Compared {
  added: (Keyed<OrganizationEntry> & { id: Id<'Organization'> })[];
  changed: (Keyed<OrganizationEntry> & { known: OrganizationRow })[];
}

const counted = ({ added, changed }: Compared) => ({ added: added.length, changed: changed.length });

async function writeBatch(
  inside: Context,
  wish: OrganizationImportWish & { ownerId: Id<'Organization'> },
  batch: Keyed<OrganizationEntry>[],
) {
  const { ownerId, format } = wish;
  const compared = await compare(inside, wish, batch);
  const { added, changed } = compared;
  await declareOrganizations(
    inside,
    added.map(({ id, entry }) => ({ ...entry.wish, id })),
  );
  for (const { known, entry } of changed) {
    await describeOrganization(inside, known.id, together(known, entry.wish));
  }
  await putRecords(
    inside,
    [...added, ...changed.map((each) => ({ ...each, id: each.known.id }))].map((each) => ({
      ownerId,
      format,
      key: each.key,
      organizationId: each.id,
      contentHash: each.contentHash,
      original: each.entry.original,
      readAt: inside.now,
    })),
  );
  return counted(compared);
}

async function compare(
  context: Context,
  { format, ownerId }: OrganizationImportWish,
  batch: Keyed<OrganizationEntry>[],
): Promise<Compared> {
  const keys = batch.map(({ key }) => key);
  const records = ownerId ? await recordsByKey(context, { ownerId, format }, keys) : new Map<string, never>();
  const other = batch.filter(({ key, contentHash }) => records.get(key)?.contentHash !== contentHash);
  // A context of its own: loaders remember, and the batch before this one has written.
  const fresh = { ...context };
  const found = await Promise.all(
    other.map(({ key, entry }) => {
      const id = records.get(key)?.organizationId;
      return id ? organizationById(fresh).load(id) : organizationByRor(fresh).load(entry.wish.ror);
    }),
  );
  const all = other.map((each, index) => ({ ...each, known: found[index] ?? null }));
  return {
    added: all.flatMap((each) => (each.known ? [] : [{ ...each, id: newId('Organization') }])),
    changed: all.flatMap(({ known, ...each }) => (known ? [{ ...each, known }] : [])),
  };
}

/** What an organisation is after a list told of it. A checked one keeps its own words, and nothing that is
 *  known is erased; whether it still exists is the list's to say. */
function together(known: OrganizationRow, told: OrganizationEntry['wish']) {
  const [first, second] = known.isChecked ? [known, told] : [told, known];
  return {
    kind: first.kind === 'OTHER' ? second.kind : first.kind,
    nameZh: first.nameZh ?? second.nameZh,
    nameEn: first.nameEn ?? second.nameEn,
    region: first.region ?? second.region,
    website: first.website ?? second.website,
    status: told.status,
    successorRor: told.successorRor,
  };
}
