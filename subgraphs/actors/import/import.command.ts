import { isDeepStrictEqual } from 'node:util';
import { takeTurns } from '../../../db/events.ts';
import {
  emptyReport,
  type IntakeReport,
  type Keyed,
  type Refused,
  takeIn,
  type Taken,
} from '../../../formats/intake.ts';
import { type Context, inTransaction } from '../../../schema/context.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import {
  declareOrganizations,
  describeOrganizations,
  organizationByRor,
  organizationById,
  type OrganizationChange,
  type OrganizationRow,
} from '../organization/organization.store.ts';
import { recordReading, records } from './source-record.store.ts';

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
  { format, ownerId, isDryRun, report = emptyReport() }: OrganizationImportWish,
  entries: AsyncIterable<OrganizationEntry | Refused>,
): Promise<IntakeReport> {
  if (isDryRun || !ownerId) {
    const list = ownerId && [ownerId, format];
    const look = (batch: Keyed<OrganizationEntry>[]) => compare(context, list, batch).then(counted);
    await takeIn(entries, report, look, () => Promise.resolve());
    return report;
  }
  await takeIn(
    entries,
    report,
    (batch) => inTransaction(context, (inside) => writeBatch(inside, [ownerId, format], batch)),
    (counts) => recordReading(context, ownerId, counts),
  );
  return report;
}

type Found = Keyed<OrganizationEntry> & { id: Id<'Organization'> };
interface Compared {
  added: Found[];
  /** Known ones of which this list says something new: to itself, or to what we know. */
  told: (Found & { change: OrganizationChange; isChange: boolean; isNewHere: boolean })[];
}

/** Where a list is the first to name an organisation but adds nothing to it, nothing has changed. */
const counted = ({ added, told }: Compared) => ({
  added: added.length,
  changed: told.filter(({ isChange, isNewHere }) => isChange || !isNewHere).length,
});

async function writeBatch(inside: Context, list: readonly string[], batch: Keyed<OrganizationEntry>[]) {
  // Two lists read at once would both declare the organisation that both name.
  await takeTurns(inside.db, ['organisations by ROR id']);
  const compared = await compare(inside, list, batch);
  const { added, told } = compared;
  await declareOrganizations(
    inside,
    added.map(({ id, entry }) => ({ ...entry.wish, id })),
  );
  await describeOrganizations(
    inside,
    told.flatMap(({ isChange, change }) => (isChange ? [change] : [])),
  );
  await records.put(
    inside.db,
    list,
    inside.now,
    [...added, ...told].map(({ id, key, contentHash, entry: { original } }) => ({
      key,
      contentHash,
      original,
      became: id,
    })),
  );
  return counted(compared);
}

/** Which records of the batch are of organisations not known yet, and which of known ones. What those are is
 *  read after a writing transaction took its turn for them. */
async function compare(
  context: Context,
  list: readonly string[] | null,
  batch: Keyed<OrganizationEntry>[],
): Promise<Compared> {
  const keys = batch.map(({ key }) => key);
  const held = list ? await records.byKey(context.db, list, keys) : new Map<string, never>();
  const other = batch.filter(({ key, contentHash }) => held.get(key)?.contentHash !== contentHash);
  // Contexts of their own: loaders remember, and the batch before this one has written.
  const byRor = organizationByRor({ ...context });
  const ids = await Promise.all(
    other.map(
      async ({ key, entry }) => held.get(key)?.became ?? (await byRor.load(entry.wish.ror))?.id ?? null,
    ),
  );
  if (context.isWriting) {
    await takeTurns(
      context.db,
      ids.filter((id) => id !== null),
    );
  }
  const byId = organizationById({ ...context });
  const known = await Promise.all(ids.map(async (id) => id && byId.load(id)));
  const compared: Compared = { added: [], told: [] };
  other.forEach((each, at) => {
    const row = known[at];
    if (!row) return compared.added.push({ ...each, id: newId('Organization') });
    const change = { id: row.id, ...together(row, each.entry.wish) };
    const isChange = !isDeepStrictEqual({ ...row, ...change }, row);
    return compared.told.push({ ...each, id: row.id, change, isChange, isNewHere: !held.has(each.key) });
  });
  return compared;
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
