import { isPublic } from '../../../schema/access.ts';
import { connectionType } from '../../../schema/connection.ts';
import { builder } from '../builder.ts';
import { Actor } from '../references.ts';
import type { EntryRow } from './entry.store.ts';

const EntryKind = builder.enumType('ConfidentialEntryKind', {
  description: 'What somebody did with a confidential part.',
  values: {
    SIGNED: { description: 'Signed its agreement, once for each version.' },
    READ: { description: 'Read its text; one entry each time.' },
  } as const,
});

const Entry = builder.objectRef<EntryRow>('ConfidentialEntry').implement({
  description: 'That somebody signed the agreement of a confidential part, or read it.',
  access: isPublic,
  fields: (t) => ({
    kind: t.field({ type: EntryKind, access: isPublic, description: 'Which.', resolve: (row) => row.kind }),
    actor: t.field({
      type: Actor,
      nullable: true,
      access: isPublic,
      description: 'Who.',
      resolve: ({ personId }) => ({ ref: personId }),
    }),
    agreementVersion: t.exposeInt('version', {
      access: isPublic,
      description: 'The version signed, or that stood when it was read.',
    }),
    at: t.expose('at', { type: 'Instant', access: isPublic, description: 'When.' }),
  }),
});

export const EntryConnection = connectionType(builder, { name: 'ConfidentialEntry', node: Entry });
