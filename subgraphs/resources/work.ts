import type { Consumer } from '../../db/events.ts';
import { erasure } from './erasure.consumer.ts';

/** What resources does on events. */
export const consumers: readonly Consumer[] = [erasure];
