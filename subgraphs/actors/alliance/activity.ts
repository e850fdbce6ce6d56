import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localizedTextInput, localizedTextType } from '../../../schema/value-types.ts';
import { parseLocalizedText, parseText } from '../../../schema/values/localized-text.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { demand, viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { allianceActivityAnnounce, allianceActivityCancel } from './access.ts';
import {
  activitiesOfAlliance,
  activityById,
  type ActivityRow,
  type ActivityWish,
  announceActivity,
  cancelActivity,
  newestActivities,
} from './activity.store.ts';
import { AllianceAudienceEnum } from './alliance.enums.ts';
import { Alliance } from './alliance.ts';
import type { TextAsked } from './alliance.wish.ts';
import { theAlliance, usable } from './asked.ts';
import { AllianceStepClosed, AllianceUnknown, AllianceUnusable } from './errors.ts';

const AllianceActivity = builder.objectRef<ActivityRow>('AllianceActivity').implement({
  description: 'A meeting or event of an alliance.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => ({ zh: row.titleZh, en: row.titleEn }),
    }),
    startsAt: t.expose('startsAt', { type: 'Instant', access: isPublic, description: 'When it begins.' }),
    endsAt: t.expose('endsAt', { type: 'Instant', access: isPublic, description: 'When it ends.' }),
    place: t.exposeString('place', {
      nullable: true,
      access: isPublic,
      description: 'Where one meets; null for one that is online alone.',
    }),
    url: t.expose('url', {
      type: 'Url',
      nullable: true,
      access: isPublic,
      description: 'Where it is online, or tells of itself; null for neither.',
    }),
    visibility: t.field({
      type: AllianceAudienceEnum,
      access: isPublic,
      description: 'Who may know of it.',
      resolve: (row) => row.visibility,
    }),
    cancelledAt: t.expose('cancelledAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it was called off; null for one that was not.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do to it; one line per action.',
      resolve: (row, _args, context) => viewerMay([allianceActivityCancel], row, context),
    }),
  }),
});

const ActivityConnection = connectionType(builder, { name: 'AllianceActivity', node: AllianceActivity });

builder.objectField(Alliance, 'activities', (t) =>
  t.field({
    type: ActivityConnection,
    access: isPublic,
    description: 'Its meetings and events of which you may know, the last announced first.',
    args: {
      isAhead: t.arg.boolean({
        defaultValue: false,
        description: 'Leaves out those that have ended or were called off.',
      }),
      ...pageArgs(t.arg),
    },
    resolve: ({ id }, { isAhead, ...page }, context) => {
      const identity = { list: 'Alliance.activities', parent: id, filter: isAhead, order: 'NEWEST' };
      const list = activitiesOfAlliance.of(context, id, { isAhead });
      return readPage(context, page, identity, newestActivities, list);
    },
  }),
);

const AllianceActivityAnnounceInput = builder.inputType('AllianceActivityAnnounceInput', {
  description: 'What an activity is to be.',
  fields: (t) => ({
    allianceId: t.id({ description: 'The alliance.' }),
    title: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 200 characters in each language.',
    }),
    startsAt: t.field({ type: 'Instant', description: 'When it begins; not in the past.' }),
    endsAt: t.field({ type: 'Instant', description: 'When it ends; at most 30 days later.' }),
    place: t.string({ required: false, description: 'Where one meets; at most 200 characters.' }),
    url: t.field({
      type: 'Url',
      required: false,
      description: 'Where it is online; this, a place, or both.',
    }),
    visibility: t.field({ type: AllianceAudienceEnum, description: 'Who may know of it.' }),
  }),
});
const AllianceActivityCancelInput = builder.inputType('AllianceActivityCancelInput', {
  description: 'Which activity is called off.',
  fields: (t) => ({ activityId: t.id({ description: 'The activity.' }) }),
});

const lengthMsMax = 30 * 24 * 60 * 60 * 1_000;

/** What an activity is to be, checked. */
function readActivity(
  asked: Pick<ActivityWish, 'startsAt' | 'endsAt'> & {
    title: TextAsked;
    place?: string | null;
    url?: string | null;
  },
  { now }: Context,
) {
  const place = parseText(asked.place ?? '', { max: 200 }) || null;
  const url = asked.url ?? null;
  if (place === null && url === null)
    throw new WrongValue('Say where it is: give a place, an address, or both.');
  const [startMs, endMs] = [asked.startsAt.getTime(), asked.endsAt.getTime()];
  if (startMs < now.getTime())
    throw new WrongValue('The activity began in the past: announce what is ahead.');
  if (endMs < startMs || endMs - startMs > lengthMsMax)
    throw new WrongValue('The activity ends before it begins, or lasts longer than 30 days.');
  const { startsAt, endsAt } = asked;
  return { title: parseLocalizedText(asked.title, { max: 200 }), startsAt, endsAt, place, url };
}

/** The activity after a change: read anew, past what loaders remember. */
async function activityNow(context: Context, id: Id<'AllianceActivity'>): Promise<ActivityRow> {
  const row = await activityById({ ...context }).load(id);
  invariant(row, 'Whoever changes an activity may know of it.');
  return row;
}

const dataField = { name: 'activity', access: isPublic, description: 'The activity as it now is.' } as const;

builder.mutationFields((t) => ({
  allianceActivityAnnounce: t.field({
    type: AllianceActivity,
    nullable: true,
    access: isSignedIn,
    description: 'Announces a meeting or event. For the secretariat.',
    args: { input: t.arg({ type: AllianceActivityAnnounceInput, description: 'The activity.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField,
    },
    resolve: async (_root, { input }, context) => {
      const row = await theAlliance(context, input.allianceId);
      await demand(allianceActivityAnnounce, row, context);
      const wish = usable(() => readActivity(input, context));
      const { visibility } = input;
      return activityNow(
        context,
        await announceActivity(context, { ...wish, visibility, allianceId: row.id }),
      );
    },
  }),
  allianceActivityCancel: t.field({
    type: AllianceActivity,
    nullable: true,
    access: isSignedIn,
    description: 'Calls an activity off; it stays to be seen as such. For the secretariat.',
    args: { input: t.arg({ type: AllianceActivityCancelInput, description: 'Which.' }) },
    errors: { types: [AllianceUnknown, AllianceStepClosed], result: { access: isPublic }, dataField },
    resolve: async (_root, { input }, context) => {
      const row = await activityById(context).load(asId('AllianceActivity', input.activityId));
      if (!row) throw new AllianceUnknown();
      await demand(allianceActivityCancel, row, context);
      await cancelActivity(context, row);
      return activityNow(context, row.id);
    },
  }),
}));
