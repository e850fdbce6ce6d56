import { ownSchemas } from '../../../db/privacy.erase.ts';
import { type Held, heldAbout } from '../../../db/privacy.person.ts';
import type { Context } from '../../../schema/context.ts';
import type { Id } from '../../../schema/ids.ts';

/** What this subgraph, and the tables that no subgraph owns, hold about the person. */
export const personalDataOf = ({ db }: Context, id: Id<'Person'>, rowsMax: number): Promise<Held[]> =>
  heldAbout(db, ownSchemas, id, rowsMax);
