import { foreign } from '../../schema/builder.ts';
import { builder } from './builder.ts';

/** Owned by `actors`. */
export const Actor = foreign(builder, 'Actor', {
  description: 'A person or an organisation that takes part.',
  isInterface: true,
});
/** Owned by `actors`. */
export const Platform = foreign(builder, 'Platform', {
  description: 'A regional or commercial platform that federates its catalogue here.',
  isInterface: false,
});
