import type { Consumer } from '../../../db/events.ts';
import { asId } from '../../../schema/ids.ts';
import { writeNameForms } from './name-form.store.ts';

/** Keeps the forms of names true to the names. Read from the beginning it makes them all. */
export const nameForms: Consumer = {
  name: 'actors.nameForms',
  kinds: ['organization.declared', 'organization.changed'],
  handle: (tx, events) =>
    writeNameForms(tx, [...new Set(events.map(({ subject }) => asId('Organization', subject)))]),
};
