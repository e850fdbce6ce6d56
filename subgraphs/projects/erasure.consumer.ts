import { erasureConsumer } from '../../db/privacy.erase.ts';

/** Clears the words of a person who was erased; their parts in projects stay. */
export const erasure = erasureConsumer('projects');
