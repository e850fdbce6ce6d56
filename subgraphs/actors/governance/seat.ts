import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { readPage } from '../../../schema/page.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { seatActions } from './access.ts';
import { CommitteeSeatState, CommitteeSide } from './governance.enums.ts';
import {
  currentSeatsByPlatform,
  newestSeats,
  seatCountByPlatform,
  type SeatRow,
  seatRowsByPlatform,
} from './seat.store.ts';
import { committeeSides } from './vote.what.ts';

export const CommitteeSeat = builder.objectRef<SeatRow>('CommitteeSeat').implement({
  description: 'A place in the committee that decides on the rules of a platform.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'Whose rules it decides on.',
      resolve: (row, _args, context) => platformById(context).load(row.platformId),
    }),
    side: t.field({
      type: CommitteeSide,
      access: isPublic,
      description: 'Whom it speaks for.',
      resolve: (row) => row.side,
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Who holds it.',
      resolve: (row, _args, context) => organizationById(context).load(row.organizationId),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who votes for it.',
      resolve: (row, _args, context) => personById(context).load(row.personId),
    }),
    state: t.field({
      type: CommitteeSeatState,
      access: isPublic,
      description: 'How far it has come.',
      resolve: (row) => row.state,
    }),
    startsAt: t.expose('startsAt', {
      type: 'Instant',
      access: isPublic,
      description: 'From when on it votes, once it was accepted.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'Instant',
      access: isPublic,
      description: 'From when on it no longer votes.',
    }),
    acceptBy: t.expose('acceptBy', {
      type: 'Instant',
      access: isPublic,
      description: 'Until when the organisation can accept it.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do with it; one line per action.',
      resolve: (row, _args, context) => viewerMay(seatActions, row, context),
    }),
  }),
});

const Committee = builder.objectRef<SeatRow[]>('Committee').implement({
  description: 'Those who decide on the rules of a platform.',
  access: isPublic,
  fields: (t) => ({
    isComplete: t.boolean({
      access: isPublic,
      description: 'Whether suppliers, demanders and supporters all have a seat that votes now.',
      resolve: (seats) => committeeSides.every((side) => seats.some((seat) => seat.side === side)),
    }),
    seats: t.field({
      type: [CommitteeSeat],
      access: isPublic,
      description: 'The seats that vote now; at most 45.',
      resolve: (seats) => seats,
    }),
  }),
});

const CommitteeSeatConnection = connectionType(builder, { name: 'CommitteeSeat', node: CommitteeSeat });

builder.objectField(Platform, 'committee', (t) =>
  t.field({
    type: Committee,
    access: isPublic,
    description: 'Who decides on its rules now.',
    resolve: ({ id }, _args, context) => currentSeatsByPlatform(context).load(id),
  }),
);

builder.objectField(Platform, 'committeeSeats', (t) =>
  t.field({
    type: CommitteeSeatConnection,
    access: isPublic,
    description:
      'Every seat there is or was, newest first. One that was only offered is known to operators, the ' +
      'organisation, the person and auditors.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const list = { list: 'Platform.committeeSeats', parent: id, order: 'NEWEST' };
      return readPage(context, args, list, newestSeats, {
        rows: (page) => seatRowsByPlatform(context, page).load(id),
        count: () => seatCountByPlatform(context, null).load(id),
      });
    },
  }),
);
