import { takeTurns } from '../../db/events.ts';
import {
  emptyReport,
  type IntakeReport,
  type Keyed,
  type Refused as RefusedRecord,
  takeIn,
  type Taken,
} from '../../formats/intake.ts';
import { type Context, inTransaction } from '../../schema/context.ts';
import type { ActorId, Id, ResourceId } from '../../schema/ids.ts';
import { declareResources, describeResources, type ResourceWish } from './resource.store.ts';
import { declareSource, recordReading, records, sourceOf } from './source.store.ts';

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
  { providerId, isDryRun, report = emptyReport(), ...wish }: ImportWish<Each>,
  entries: AsyncIterable<Each | Refused>,
): Promise<ImportReport> {
  if (isDryRun || !providerId) {
    const sourceId = providerId && (await sourceOf(context, wish.format, providerId));
    const look = (batch: Keyed<Each>[]) => compare(context, wish.kind, sourceId, batch).then(counted);
    await takeIn(entries, report, look, () => Promise.resolve());
    return report;
  }
  await takeIn(
    entries,
    report,
    (batch) => inTransaction(context, (inside) => writeBatch(inside, { ...wish, providerId }, batch)),
    (counts) => recordReading(context, wish.format, providerId, counts),
  );
  return report;
}

interface Compared<Each extends Entry> {
  added: (Keyed<Each> & { id: ResourceId })[];
  changed: (Keyed<Each> & { id: ResourceId })[];
}

const counted = <Each extends Entry>({ added, changed }: Compared<Each>) => ({
  added: added.length,
  changed: changed.length,
});

async function writeBatch<Each extends Entry>(
  inside: Context,
  { format, providerId, kind }: { format: string; providerId: ActorId; kind: Kind<Each> },
  batch: Keyed<Each>[],
) {
  // Two readings of one catalogue at once would both find the same records new.
  await takeTurns(inside.db, [`${format} of ${providerId}`]);
  const known = await sourceOf(inside, format, providerId);
  const compared = await compare(inside, kind, known, batch);
  const { added, changed } = compared;
  await takeTurns(
    inside.db,
    changed.map(({ id }) => id),
  );
  const complete = ({ id, entry }: { id: ResourceId; entry: Each }) => ({
    ...entry.wish,
    id,
    providerId,
    platformId: null,
  });
  await declareResources(inside, added.map(complete));
  await describeResources(inside, changed.map(complete));
  await kind.put(inside, [...added, ...changed]);
  const sourceId = known ?? (await declareSource(inside, format, providerId));
  await records.put(
    inside.db,
    [sourceId],
    inside.now,
    [...added, ...changed].map(({ id, key, contentHash, entry: { original } }) => ({
      key,
      contentHash,
      original,
      became: id,
    })),
  );
  return counted(compared);
}

/** Which records of the batch are new to the source, and which are known by other content. */
async function compare<Each extends Entry>(
  context: Context,
  kind: Kind<Each>,
  sourceId: Id<'Source'> | null,
  batch: Keyed<Each>[],
): Promise<Compared<Each>> {
  const keys = batch.map(({ key }) => key);
  const known = sourceId ? await records.byKey(context.db, [sourceId], keys) : new Map<string, never>();
  const [added, changed]: [Compared<Each>['added'], Compared<Each>['changed']] = [[], []];
  for (const each of batch) {
    const before = known.get(each.key);
    if (!before) added.push({ ...each, id: kind.newId() });
    else if (before.contentHash !== each.contentHash) changed.push({ ...each, id: before.became });
  }
  return { added, changed };
}
