import {
  emptyReport,
  type IntakeReport,
  type Keyed,
  type Refused as RefusedRecord,
  takeIn,
  type Taken,
} from '../../formats/intake.ts';
import { BadInput } from '../../formats/reading.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import type { ActorId, Id, ResourceId } from '../../schema/ids.ts';
import { declareResources, describeResource, type ResourceWish } from './resource.store.ts';
import { ensureSource, putRecords, recordImport, recordsByKey, sourceOf } from './source.store.ts';

/** One record of a catalogue as a format file read it, mapped to what we keep. */
export interface Entry extends Taken {
  wish: Omit<ResourceWish, 'id' | 'providerId' | 'platformId'>;
}

/** A record that a format file could not read. */
export type Refused = RefusedRecord;

/** How entries of one family are written: a new id, and the row of the kind beside each resource. */
export interface Kind<Each extends Entry> {
  newId: () => ResourceId;
  put: (context: Context, rows: { id: ResourceId; entry: Each }[]) => Promise<void>;
}

/** What a reading found. */
export type ImportReport = IntakeReport;

export interface ImportWish<Each extends Entry> {
  format: string;
  /** Null in a dry run for a provider that is not known yet. */
  providerId: ActorId | null;
  kind: Kind<Each>;
  isDryRun: boolean;
  /** Counted into as the reading goes on, so that it is at hand when the file breaks off. */
  report?: ImportReport;
}

/** Reads a catalogue into resources of its provider, batch by batch, each in one transaction: what was
 *  read before a fault stays, and a second run takes it up. Records that did not change are not touched. */
export async function importEntries<Each extends Entry>(
  context: Context,
  wish: ImportWish<Each>,
  entries: AsyncIterable<Each | Refused>,
): Promise<ImportReport> {
  const { report = emptyReport() } = wish;
  try {
    await takeIn(entries, report, (batch) => writeBatch(context, wish, batch));
  } catch (error) {
    // The file broke off: what stood before the fault was kept.
    if (error instanceof BadInput) await recordReading(context, wish, report);
    throw error;
  }
  await recordReading(context, wish, report);
  return report;
}

async function recordReading<Each extends Entry>(
  context: Context,
  { format, providerId, isDryRun }: ImportWish<Each>,
  { read, new: added, same, changed, refused }: ImportReport,
): Promise<void> {
  if (isDryRun || !providerId || added + changed === 0) return;
  const sourceId = await sourceOf(context, format, providerId);
  if (sourceId) await recordImport(context, sourceId, { read, new: added, same, changed, refused });
}

async function writeBatch<Each extends Entry>(
  context: Context,
  { format, providerId, kind, isDryRun }: ImportWish<Each>,
  batch: Keyed<Each>[],
) {
  if (isDryRun || !providerId) {
    const sourceId = providerId && (await sourceOf(context, format, providerId));
    const { added, changed } = await compare(context, kind, sourceId, batch);
    return { added: added.length, changed: changed.length };
  }
  return inTransaction(context, async (inside) => {
    const sourceId = await ensureSource(inside, format, providerId);
    const { added, changed } = await compare(inside, kind, sourceId, batch);
    const written = [...added, ...changed];
    const complete = (id: ResourceId, entry: Each) => ({ ...entry.wish, id, providerId, platformId: null });
    await declareResources(
      inside,
      added.map(({ id, entry }) => complete(id, entry)),
    );
    for (const { id, entry } of changed) await describeResource(inside, complete(id, entry));
    await kind.put(inside, written);
    await putRecords(
      inside,
      written.map(({ id, key, contentHash, entry }) => ({
        sourceId,
        key,
        contentHash,
        resourceId: id,
        original: entry.original,
        readAt: inside.now,
      })),
    );
    return { added: added.length, changed: changed.length };
  });
}

/** Which records of the batch are new to the source, and which are known by other content. */
async function compare<Each extends Entry>(
  context: Context,
  kind: Kind<Each>,
  sourceId: Id<'Source'> | null,
  batch: Keyed<Each>[],
) {
  const keys = batch.map(({ key }) => key);
  const known = sourceId ? await recordsByKey(context, sourceId, keys) : new Map<string, never>();
  const added: (Keyed<Each> & { id: ResourceId })[] = [];
  const changed: (Keyed<Each> & { id: ResourceId })[] = [];
  for (const each of batch) {
    const before = known.get(each.key);
    if (!before) added.push({ ...each, id: kind.newId() });
    else if (before.contentHash !== each.contentHash) changed.push({ ...each, id: before.resourceId });
  }
  return { added, changed };
}
