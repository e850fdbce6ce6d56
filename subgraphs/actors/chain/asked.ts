import type { Context } from '../../../schema/context.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { inTheNameOf } from './access.ts';
import { ChainUnusable } from './errors.ts';

/** What was read; what cannot be used is a refusal. */
export function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongValue ? new ChainUnusable(error.message) : error;
  }
}

/** The organisation in whose name the viewer acts, which they have to administer. */
export async function inName(context: Context, id: string): Promise<Id<'Organization'>> {
  const organizationId = asId('Organization', id);
  await demand(inTheNameOf, organizationId, context);
  return organizationId;
}
