import { foreign } from '../../schema/builder.ts';
import { builder } from './builder.ts';

/** Owned by `actors`. */
export const Actor = foreign(builder, 'Actor', {
  description: 'A person or an organisation that takes part.',
  isInterface: true,
});
/** Owned by `resources`. Which rows a viewer may know of is decided in the store of each field added here. */
export const Resource = foreign(builder, 'Resource', {
  description: 'Anything that is shared: equipment, technology, knowledge, material.',
  isInterface: true,
});
/** Owned by `projects`. */
export const Project = foreign(builder, 'Project', {
  description: 'Work that several actors do together, from a need to shared value.',
  isInterface: false,
  hasHiddenRows: true,
});
