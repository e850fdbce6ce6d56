import { erasureConsumer } from '../../db/privacy.erase.ts';

/** Takes a person who was erased out of contacts and out of records as they were imported. */
export const erasure = erasureConsumer('resources');
