import { isPublic, isSignedIn } from '../../../schema/access.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { parseLocalizedText } from '../../../schema/values/localized-text.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { allianceOrganCreate, allianceSeatNominate } from './access.ts';
import { AllianceOrganKindEnum } from './alliance.enums.ts';
import { Alliance } from './alliance.ts';
import { theAlliance, usable } from './asked.ts';
import { AllianceStepClosed, AllianceUnknown, AllianceUnusable } from './errors.ts';
import { createOrgan, organById, type OrganRow, organsByAlliance } from './organ.store.ts';

export const AllianceOrgan = builder.objectRef<OrganRow>('AllianceOrgan').implement({
  description: 'A council, a secretariat, a committee of an alliance.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    kind: t.field({
      type: AllianceOrganKindEnum,
      access: isPublic,
      description: 'What it is.',
      resolve: (row) => row.kind,
    }),
    name: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => ({ zh: row.nameZh, en: row.nameEn }),
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([allianceSeatNominate], row, context),
    }),
  }),
});

builder.objectField(Alliance, 'organs', (t) =>
  t.field({
    type: [AllianceOrgan],
    access: isPublic,
    description: 'Its organs, in order of making; at most 20.',
    resolve: ({ id }, _args, context) => organsByAlliance(context).load(id),
  }),
);

const AllianceOrganCreateInput = builder.inputType('AllianceOrganCreateInput', {
  description: 'What an organ is to be.',
  fields: (t) => ({
    allianceId: t.id({ description: 'The alliance.' }),
    kind: t.field({ type: AllianceOrganKindEnum, description: 'What it is.' }),
    name: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 200 characters in each language.',
    }),
  }),
});

/** The organ after a change: read anew, past what loaders remember. */
async function organNow(context: Context, id: Id<'AllianceOrgan'>): Promise<OrganRow> {
  const row = await organById({ ...context }).load(id);
  invariant(row, 'Whoever makes an organ may know of it.');
  return row;
}

/** The organ of this id; AllianceUnknown where there is none that the viewer may know of. */
export async function theOrgan(context: Context, id: string): Promise<OrganRow> {
  const row = await organById(context).load(asId('AllianceOrgan', id));
  if (!row) throw new AllianceUnknown();
  return row;
}

builder.mutationFields((t) => ({
  allianceOrganCreate: t.field({
    type: AllianceOrgan,
    nullable: true,
    access: isSignedIn,
    description: 'Gives an alliance an organ. For the secretariat.',
    args: { input: t.arg({ type: AllianceOrganCreateInput, description: 'The organ.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField: { name: 'organ', access: isPublic, description: 'The organ as made.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await theAlliance(context, input.allianceId);
      await demand(allianceOrganCreate, row, context);
      const name = usable(() => parseLocalizedText(input.name, { max: 200 }));
      return organNow(context, await createOrgan(context, { allianceId: row.id, kind: input.kind, name }));
    },
  }),
}));
