import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { ViewerSql } from './loader.ts';

/** By which columns a published view says who may know of each row: the owner fills them, and whoever selects
 *  from the view asks with `mayKnow`. */
export interface Audience {
  /** `PUBLIC`: everybody. `MEMBERS`: whoever is signed in. `NAMED`: those of the next two, and auditors. */
  audience: SQLWrapper;
  /** Ids of actors and of platforms: the actors and their members, the operators of the platforms. */
  knownTo: SQLWrapper;
  /** The region whose regulators may know, or null. */
  knownIn: SQLWrapper;
}

/** The condition under which this viewer may know of a row of a published view. */
export const mayKnow = ({ audience, knownTo, knownIn }: Audience, viewer: ViewerSql): SQL =>
  sql`(${audience} = 'PUBLIC'
    or (${audience} = 'MEMBERS' and ${viewer('viewerIsSignedIn')}::boolean)
    or ${viewer('viewerIsAuditor')}::boolean
    or ${knownTo} && ${viewer('viewerActors')}::text[]
    or ${knownTo} && ${viewer('viewerPlatforms')}::text[]
    or ${knownIn} like any(${viewer('viewerRegions')}::text[]))`;
