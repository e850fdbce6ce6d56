import { onViewer } from '../../schema/access.ts';
import { isInPerson } from '../../schema/context.ts';

/** Whoever makes and revokes keys, or asks what is held about them: a key stands for its owner, but not in
 *  this. */
export const isHere = onViewer('signed in, not through a key', isInPerson);
