import type { Consumer } from '../../db/events.ts';
import { nameForms } from './name-match/name-form.consumer.ts';

/** What actors does on events. */
export const consumers: readonly Consumer[] = [nameForms];
