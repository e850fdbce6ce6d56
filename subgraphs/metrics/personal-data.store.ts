import { type Held, heldAbout } from '../../db/privacy.person.ts';
import type { Context } from '../../schema/context.ts';
import { asId } from '../../schema/ids.ts';

/** What this subgraph holds about the person. */
export const personalDataOf = ({ db }: Context, id: string, rowsMax: number): Promise<Held[]> =>
  heldAbout(db, ['metrics'], asId('Person', id), rowsMax);
