import { newId } from '../../../schema/ids.ts';
import { place } from '../place.ts';

/** Whoever may erase themselves is asked whether they mean it: nobody of this world is to go. */
export const privacy = place({
  write: () => Promise.resolve(null),
  meet: (_ids, { person }) => {
    const deed = {
      prepare: (_context: unknown, viewer: { actorId: string } | null) =>
        Promise.resolve(viewer?.actorId ?? person.member),
      query: (id: string) => `personErase(input: { personId: "${id}", isConfirmed: false })`,
    };
    return {
      deeds: [
        { ...deed, meets: 'Mutation.personErase', succeedsAs: 'ErasureUnconfirmed' },
        { ...deed, meets: 'ErasureUnconfirmed' },
        {
          meets: 'PersonUnknown',
          query: () => `personErase(input: { personId: "${newId('Person')}", isConfirmed: true })`,
        },
      ],
    };
  },
});
