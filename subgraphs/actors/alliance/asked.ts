import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { inTheNameOf, inTheNameOfFounder } from './access.ts';
import { allianceById, type AllianceRow } from './alliance.store.ts';
import { AllianceUnknown, AllianceUnusable } from './errors.ts';

/** What was read; what cannot be used is a refusal. */
export function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongValue ? new AllianceUnusable(error.message) : error;
  }
}

/** The alliance of this id; AllianceUnknown where there is none that the viewer may know of. */
export async function theAlliance(context: Context, id: string): Promise<AllianceRow> {
  const row = await allianceById(context).load(asId('Alliance', id));
  if (!row) throw new AllianceUnknown();
  return row;
}

/** The same after a change: read anew, past what loaders remember. */
export async function allianceNow(context: Context, id: Id<'Alliance'>): Promise<AllianceRow> {
  const row = await allianceById({ ...context }).load(id);
  invariant(row, 'Whoever changes an alliance may know of it.');
  return row;
}

/** The organisation in whose name the viewer acts, which they have to administer; to found it is verified. */
export async function inName(
  context: Context,
  id: string,
  { isFounding = false } = {},
): Promise<Id<'Organization'>> {
  const organizationId = asId('Organization', id);
  await demand(isFounding ? inTheNameOfFounder : inTheNameOf, organizationId, context);
  return organizationId;
}
