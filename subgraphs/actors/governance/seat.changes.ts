import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { PlatformUnknown } from '../platform/errors.ts';
import { platformTo } from '../platform/platform.changes.ts';
import { seatAccept, seatDecline, seatFill, seatResign } from './access.ts';
import {
  CommitteeSeatEnded,
  CommitteeSeatsTooMany,
  CommitteeSeatTaken,
  CommitteeSeatUnfit,
  CommitteeSeatUnknown,
  CommitteeSeatUnusable,
} from './errors.ts';
import { CommitteeSide } from './governance.enums.ts';
import { checkTerm, seatsMax } from './rules.what.ts';
import { CommitteeSeat } from './seat.ts';
import { answerSeat, fillSeat, seatById, type SeatRow } from './seat.store.ts';

refusals(builder, CommitteeSeatUnknown, CommitteeSeatUnusable, CommitteeSeatUnfit, CommitteeSeatTaken);
refusals(builder, CommitteeSeatsTooMany, CommitteeSeatEnded);

const CommitteeSeatFillInput = builder.inputType('CommitteeSeatFillInput', {
  description: 'To whom a seat is offered.',
  fields: (t) => ({
    platformId: t.id({ description: 'The platform.' }),
    side: t.field({ type: CommitteeSide, description: 'Whom the seat speaks for.' }),
    organizationId: t.id({ description: 'Who is to hold it.' }),
    personId: t.id({ description: 'Who is to vote: a present member of the organisation.' }),
    startsAt: t.field({ type: 'Instant', required: false, description: 'From when on; now when left out.' }),
    endsAt: t.field({ type: 'Instant', description: 'Until when: at most three years after it starts.' }),
  }),
});

const inputOf = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ seatId: t.id({ description: 'The seat.' }) }),
  });
const AcceptInput = inputOf('CommitteeSeatAcceptInput', 'Which nomination is accepted.');
const DeclineInput = inputOf('CommitteeSeatDeclineInput', 'Which nomination is declined.');
const ResignInput = inputOf('CommitteeSeatResignInput', 'Which seat is given up.');

/** Checks the term of a seat; what cannot be used is a refusal. */
function checkedTerm(asked: { startsAt?: Date | null; endsAt: Date }, { now }: Context) {
  try {
    return checkTerm(asked, now);
  } catch (error) {
    throw error instanceof WrongValue ? new CommitteeSeatUnusable(error.message) : error;
  }
}

async function seatTo(action: Action<SeatRow>, seatId: string, context: Context) {
  const row = await seatById(context).load(asId('CommitteeSeat', seatId));
  if (!row) throw new CommitteeSeatUnknown();
  await demand(action, row, context);
  return row;
}

/** The seat after a change: read anew, past what loaders remember. */
async function seatNow(context: Context, id: Id<'CommitteeSeat'>): Promise<SeatRow> {
  const row = await seatById({ ...context }).load(id);
  invariant(row, 'Whoever changes a seat may know of it.');
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'seat', access: isPublic, description: 'The seat as it now is.' } as const;

builder.mutationFields((t) => ({
  committeeSeatFill: t.field({
    type: CommitteeSeat,
    nullable: true,
    access: isHere,
    description:
      `Offers an organisation a seat in the committee of a platform; at most ${seatsMax} a side. For its operators. ` +
      'The organisation has 30 days to accept.',
    args: { input: t.arg({ type: CommitteeSeatFillInput, description: 'The seat.' }) },
    errors: {
      types: [
        ...[PlatformUnknown, CommitteeSeatUnusable, CommitteeSeatUnfit],
        ...[CommitteeSeatTaken, CommitteeSeatsTooMany],
      ],
      ...{ result, dataField },
    },
    resolve: async (_root, { input }, context) => {
      const organizationId = asId('Organization', input.organizationId);
      const personId = asId('Person', input.personId);
      const { id: platformId } = await platformTo(seatFill, input.platformId, context);
      const term = checkedTerm(input, context);
      const { side } = input;
      const { id } = await fillSeat(context, { platformId, side, organizationId, personId, ...term });
      return seatNow(context, id);
    },
  }),
  committeeSeatAccept: t.field({
    type: CommitteeSeat,
    nullable: true,
    access: isHere,
    description: 'Accepts a nomination. For administrators of the organisation.',
    args: { input: t.arg({ type: AcceptInput, description: 'Which.' }) },
    errors: { types: [CommitteeSeatUnknown, CommitteeSeatEnded, CommitteeSeatUnfit], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await seatTo(seatAccept, input.seatId, context);
      await answerSeat(context, row, 'HELD');
      return seatNow(context, row.id);
    },
  }),
  committeeSeatDecline: t.field({
    type: CommitteeSeat,
    nullable: true,
    access: isHere,
    description: 'Declines a nomination. For administrators of the organisation.',
    args: { input: t.arg({ type: DeclineInput, description: 'Which.' }) },
    errors: { types: [CommitteeSeatUnknown, CommitteeSeatEnded], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await seatTo(seatDecline, input.seatId, context);
      await answerSeat(context, row, 'DECLINED');
      return seatNow(context, row.id);
    },
  }),
  committeeSeatResign: t.field({
    type: CommitteeSeat,
    nullable: true,
    access: isHere,
    description:
      'Gives a seat up. For whoever votes for it and administrators of the organisation. A vote that was cast ' +
      'stays; one that was not can no longer be.',
    args: { input: t.arg({ type: ResignInput, description: 'Which.' }) },
    errors: { types: [CommitteeSeatUnknown, CommitteeSeatEnded], result, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await seatTo(seatResign, input.seatId, context);
      await answerSeat(context, row, 'RESIGNED');
      return seatNow(context, row.id);
    },
  }),
}));
