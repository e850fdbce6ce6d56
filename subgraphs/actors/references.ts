import { foreign } from '../../schema/builder.ts';
import { builder } from './builder.ts';

/** Owned by `resources`. Which rows a viewer may know of is decided in the store of each field that names
 *  one. */
export const Resource = foreign(builder, 'Resource', {
  description: 'Anything that is shared: equipment, technology, knowledge, material.',
  isInterface: true,
});
