import { readFirstData } from '../formats/firstdata.ts';
import type { IntakeReport } from '../formats/intake.ts';
import type { Read, ReadingOptions } from '../formats/reading.ts';
import { readRor } from '../formats/ror.ts';
import { readUniquip } from '../formats/uniquip.ts';
import type { Context } from '../schema/context.ts';
import { importOrganizations } from '../subgraphs/actors/import/import.command.ts';
import { rorEntry } from '../subgraphs/actors/import/import.ror.ts';
import type { OrganizationRow } from '../subgraphs/actors/organization/organization.store.ts';
import { importEntries } from '../subgraphs/resources/import.command.ts';
import { firstDataEntry, firstDataKind } from '../subgraphs/resources/import.firstdata.ts';
import { uniquipEntry, uniquipKind } from '../subgraphs/resources/import.uniquip.ts';

/** How a catalogue is taken in: whose it is (null in a dry run for one not known yet), and where to count. */
export interface Intake {
  owner: OrganizationRow | null;
  isDryRun: boolean;
  report: IntakeReport;
}

/** Begins to read a file, and throws when it is none of this format: before anything is written. What it
 *  gives takes the records in. */
export type Format = (
  file: string,
  options: ReadingOptions & { onRecord: () => void },
) => Promise<(context: Context, intake: Intake) => Promise<unknown>>;

/** Every format that `cograph import` reads. */
export const formats: Record<string, Format> = {
  uniquip: format(readUniquip, (context, { owner, ...how }, reads) =>
    importEntries(
      context,
      { format: 'uniquip', providerId: owner?.id ?? null, kind: uniquipKind, ...how },
      mapped(reads, (read) => uniquipEntry(read, owner?.region ?? null)),
    ),
  ),
  ror: format(readRor, (context, { owner, ...how }, reads) =>
    importOrganizations(
      context,
      { format: 'ror', ownerId: owner?.id ?? null, ...how },
      mapped(reads, rorEntry),
    ),
  ),
  firstdata: format(readFirstData, (context, { owner, ...how }, reads) =>
    importEntries(
      context,
      { format: 'firstdata', providerId: owner?.id ?? null, kind: firstDataKind, ...how },
      mapped(reads, firstDataEntry),
    ),
  ),
};

function format<Item>(
  read: (file: string, options: ReadingOptions) => AsyncGenerator<Read<Item>>,
  takeIn: (context: Context, intake: Intake, reads: AsyncIterable<Read<Item>>) => Promise<unknown>,
): Format {
  return async (file, { onRecord, ...options }) => {
    const reads = read(file, options);
    const first = await reads.next();
    async function* all() {
      if (first.done) return;
      onRecord();
      yield first.value;
      for await (const each of reads) {
        onRecord();
        yield each;
      }
    }
    return (context, intake) => takeIn(context, intake, all());
  };
}

async function* mapped<From, To>(items: AsyncIterable<From>, map: (item: From) => To): AsyncGenerator<To> {
  for await (const item of items) yield map(item);
}
