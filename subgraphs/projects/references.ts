import { foreign } from '../../schema/builder.ts';
import { builder } from './builder.ts';

/** Owned by `actors`. */
export const Actor = foreign(builder, 'Actor', {
  description: 'A person or an organisation that takes part.',
  isInterface: true,
});
/** Owned by `resources`. */
export const Resource = foreign(builder, 'Resource', {
  description: 'Anything that is shared: equipment, technology, knowledge, material.',
  isInterface: true,
  hasHiddenRows: true,
});
