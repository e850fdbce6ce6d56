import { isPublic, isSignedIn } from '../../../schema/access.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { allianceSeatConfirm, allianceSeatEnd } from './access.ts';
import { AllianceSeatStateEnum } from './alliance.enums.ts';
import { inName, usable } from './asked.ts';
import { AllianceStepClosed, AllianceUnknown, AllianceUnusable } from './errors.ts';
import { AllianceOrgan, theOrgan } from './organ.ts';
import { moveSeat, nominateSeat, openSeatsByOrgan, seatById, type SeatRow } from './seat.store.ts';

const AllianceSeat = builder.objectRef<SeatRow>('AllianceSeat').implement({
  description: 'A seat in an organ, held by an organisation or by a person of it.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who holds it, or for whom the person does.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who sits; null where the organisation itself holds the seat.',
      resolve: (row, _args, context) => row.personId && personById(context).load(row.personId),
    }),
    state: t.field({
      type: AllianceSeatStateEnum,
      access: isPublic,
      description: 'Where it stands.',
      resolve: (row) => row.state,
    }),
    answerBy: t.expose('answerBy', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'Until when a nomination waits for the secretariat; null where none is waited for.',
    }),
    startsOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'First day of the term.',
      resolve: (row) => row.startsOn as CalendarDate,
    }),
    endsOn: t.field({
      type: 'Date',
      nullable: true,
      access: isPublic,
      description: 'Last day of the term; null for one without an end.',
      resolve: (row) => row.endsOn as CalendarDate | null,
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([allianceSeatConfirm, allianceSeatEnd], row, context),
    }),
  }),
});

builder.objectField(AllianceOrgan, 'seats', (t) =>
  t.field({
    type: [AllianceSeat],
    access: isPublic,
    description:
      'Seats that are held, and nominations that you may know of: the two sides, the person and auditors; at ' +
      'most 100.',
    resolve: ({ id }, _args, context) => openSeatsByOrgan(context).load(id),
  }),
);

const AllianceSeatNominateInput = builder.inputType('AllianceSeatNominateInput', {
  description: 'Who is to sit in an organ.',
  fields: (t) => ({
    organId: t.id({ description: 'The organ.' }),
    organizationId: t.id({ description: 'The organisation you administer, which names.' }),
    personId: t.id({
      required: false,
      description: 'A present member of that organisation; left out, the organisation itself holds the seat.',
    }),
    startsOn: t.field({
      type: 'Date',
      required: false,
      description: 'First day of the term; today unless told.',
    }),
    endsOn: t.field({
      type: 'Date',
      required: false,
      description: 'Last day of the term; none unless told.',
    }),
  }),
});
const AllianceSeatConfirmInput = builder.inputType('AllianceSeatConfirmInput', {
  description: 'Which nomination takes effect.',
  fields: (t) => ({ seatId: t.id({ description: 'The seat.' }) }),
});
const AllianceSeatEndInput = builder.inputType('AllianceSeatEndInput', {
  description: 'Which seat or nomination ends.',
  fields: (t) => ({ seatId: t.id({ description: 'The seat.' }) }),
});

/** A term, checked: it has a length, and is not over already. */
function readTerm(asked: { startsOn?: string | null; endsOn?: string | null }, { now }: Context) {
  const today = now.toISOString().slice(0, 10);
  const startsOn = asked.startsOn ?? today;
  const endsOn = asked.endsOn ?? null;
  if (endsOn !== null && (endsOn < startsOn || endsOn < today))
    throw new WrongValue('The term ends before it begins, or is over: give a later last day.');
  return { startsOn, endsOn };
}

/** The seat after a change: read anew, past what loaders remember. */
async function seatNow(context: Context, id: Id<'AllianceSeat'>): Promise<SeatRow> {
  const row = await seatById({ ...context }).load(id);
  invariant(row, 'Whoever changes a seat may know of it.');
  return row;
}

async function move(context: Context, seatId: string, action: Action<SeatRow>, by: 'confirm' | 'end') {
  const row = await seatById(context).load(asId('AllianceSeat', seatId));
  if (!row) throw new AllianceUnknown();
  await demand(action, row, context);
  await moveSeat(context, row, by);
  return seatNow(context, row.id);
}

const dataField = { name: 'seat', access: isPublic, description: 'The seat as it now is.' } as const;

builder.mutationFields((t) => ({
  allianceSeatNominate: t.field({
    type: AllianceSeat,
    nullable: true,
    access: isSignedIn,
    description:
      'Names who is to sit in an organ: by the secretariat with effect at once, by a member whose kind may ' +
      'nominate until the secretariat confirms.',
    args: { input: t.arg({ type: AllianceSeatNominateInput, description: 'Who, where.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const organ = await theOrgan(context, input.organId);
      const personId = input.personId == null ? null : asId('Person', input.personId);
      const organizationId = await inName(context, input.organizationId);
      const term = usable(() => readTerm(input, context));
      return seatNow(context, await nominateSeat(context, { organ, organizationId, personId, ...term }));
    },
  }),
  allianceSeatConfirm: t.field({
    type: AllianceSeat,
    nullable: true,
    access: isSignedIn,
    description: 'Gives a nomination effect. For the secretariat.',
    args: { input: t.arg({ type: AllianceSeatConfirmInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) => move(context, input.seatId, allianceSeatConfirm, 'confirm'),
  }),
  allianceSeatEnd: t.field({
    type: AllianceSeat,
    nullable: true,
    access: isSignedIn,
    description: 'Ends a seat or a nomination today. For the secretariat, the organisation and the person.',
    args: { input: t.arg({ type: AllianceSeatEndInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: (_root, { input }, context) => move(context, input.seatId, allianceSeatEnd, 'end'),
  }),
}));
