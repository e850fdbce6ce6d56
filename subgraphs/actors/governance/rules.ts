import { isPublic } from '../../../schema/access.ts';
import { connectionType, pageArgs } from '../../../schema/connection.ts';
import { asId } from '../../../schema/ids.ts';
import { readPage } from '../../../schema/page.ts';
import { localized, localizedTextType } from '../../../schema/value-types.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { viewerMay, viewerMayType } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { Person } from '../person/person.ts';
import { personById } from '../person/person.store.ts';
import { Platform } from '../platform/platform.ts';
import { platformById } from '../platform/platform.store.ts';
import { rulesActions } from './access.ts';
import { PlatformRulesState } from './governance.enums.ts';
import {
  newestRules,
  openProposalByPlatform,
  rulesById,
  rulesCountByPlatform,
  rulesInForceByPlatform,
  type RulesRow,
  rulesRowsByPlatform,
  rulesTextById,
} from './rules.store.ts';

export const PlatformRules = builder.objectRef<RulesRow>('PlatformRules').implement({
  description: 'A version of the rules of a platform. One that was adopted never changes.',
  access: isPublic,
  fields: (t) => ({
    id: t.id({ access: isPublic, description: 'Opaque id, stable for ever.', resolve: (row) => row.id }),
    platform: t.field({
      type: Platform,
      nullable: true,
      access: isPublic,
      description: 'Whose rules these are.',
      resolve: (row, _args, context) => platformById(context).load(row.platformId),
    }),
    number: t.exposeInt('number', {
      nullable: true,
      access: isPublic,
      description: 'Counts the versions that were adopted, from 1; null for any other.',
    }),
    state: t.field({
      type: PlatformRulesState,
      access: isPublic,
      description: 'How far it has come.',
      resolve: (row) => row.state,
    }),
    title: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it is called.',
      resolve: (row) => localized(row.titleZh, row.titleEn) ?? { zh: null, en: row.id },
    }),
    text: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'The rules themselves, plain text of at most 50,000 characters in each language.',
      resolve: async (row, _args, context) => {
        const found = await rulesTextById(context).load(row.id);
        return found && localized(found.textZh, found.textEn);
      },
    }),
    changes: t.field({
      type: localizedTextType(builder),
      nullable: true,
      access: isPublic,
      description: 'What is new in it, in words of its author; null where they said nothing.',
      resolve: (row) => localized(row.changesZh, row.changesEn),
    }),
    isProvisional: t.exposeBoolean('isProvisional', {
      access: isPublic,
      description:
        'Whether operators adopted it without a vote, while the platform had no complete committee.',
    }),
    effectiveOn: t.field({
      type: 'Date',
      access: isPublic,
      description: 'The day from which it holds, in China; never before it was adopted.',
      resolve: (row) => row.effectiveOn as CalendarDate,
    }),
    author: t.field({
      type: Person,
      nullable: true,
      access: isPublic,
      description: 'Who wrote it; null where the server did.',
      resolve: (row, _args, context) => row.authorId && personById(context).load(row.authorId),
    }),
    createdAt: t.expose('createdAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was begun.',
    }),
    proposedAt: t.expose('proposedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the vote opened; null where none did.',
    }),
    closesAt: t.expose('closesAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When the vote closes at the latest; null where none opened.',
    }),
    isOpen: t.exposeBoolean('isOpen', {
      access: isPublic,
      description: 'Whether the committee can vote on it at this moment.',
    }),
    decidedAt: t.expose('decidedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it was adopted, rejected or withdrawn; null before.',
    }),
    viewerMay: t.field({
      type: [viewerMayType(builder)],
      access: isPublic,
      description: 'What you may do with it; one line per action.',
      resolve: (row, _args, context) => viewerMay(rulesActions, row, context),
    }),
  }),
});

const PlatformRulesConnection = connectionType(builder, { name: 'PlatformRules', node: PlatformRules });

builder.objectField(Platform, 'rules', (t) =>
  t.field({
    type: PlatformRules,
    nullable: true,
    access: isPublic,
    description: 'The version in force today; null where none was adopted.',
    resolve: ({ id }, _args, context) => rulesInForceByPlatform(context).load(id),
  }),
);

builder.objectField(Platform, 'proposal', (t) =>
  t.field({
    type: PlatformRules,
    nullable: true,
    access: isPublic,
    description: 'What the committee votes on at this moment; null for nothing.',
    resolve: async ({ id }, _args, context) => (await openProposalByPlatform(context).load(id))[0] ?? null,
  }),
);

builder.objectField(Platform, 'ruleVersions', (t) =>
  t.field({
    type: PlatformRulesConnection,
    access: isPublic,
    description:
      'Every version, newest first. What was proposed or adopted is public for ever; drafts are for operators, ' +
      'their author and auditors.',
    args: pageArgs(t.arg),
    resolve: ({ id }, args, context) => {
      const list = { list: 'Platform.ruleVersions', parent: id, order: 'NEWEST' };
      return readPage(context, args, list, newestRules, {
        rows: (page) => rulesRowsByPlatform(context, page).load(id),
        count: () => rulesCountByPlatform(context, null).load(id),
      });
    },
  }),
);

builder.queryFields((t) => ({
  platformRules: t.field({
    type: PlatformRules,
    nullable: true,
    access: isPublic,
    description: 'One version of the rules of a platform, or null when there is none you may know of.',
    args: { id: t.arg.id({ description: 'Id of the version.' }) },
    resolve: (_root, { id }, context) => rulesById(context).load(asId('PlatformRules', id)),
  }),
}));
