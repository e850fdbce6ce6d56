import { isPublic } from '../../../schema/access.ts';
import { connectionType } from '../../../schema/connection.ts';
import { localizedTextType } from '../../../schema/value-types.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { AllianceMemberKindEnum, AllianceRightEnum, MemberGroupEnum } from './alliance.enums.ts';
import type { MemberGroup } from './alliance.groups.ts';
import type { CharterRow, FounderRow, MemberKindRow } from './alliance.store.ts';

export const AllianceFounder = builder.objectRef<FounderRow>('AllianceFounder').implement({
  description: 'An organisation that founds an alliance.',
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'Which.',
      resolve: ({ organizationId }, _args, context) => organizationById(context).load(organizationId),
    }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When it gave its word; null while it has not.',
    }),
  }),
});

export const AllianceCharter = builder.objectRef<CharterRow>('AllianceCharter').implement({
  description: 'One version of the charter of an alliance.',
  access: isPublic,
  fields: (t) => ({
    version: t.exposeInt('version', { access: isPublic, description: 'Counted from 1.' }),
    text: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'What it says.',
      resolve: (row) => ({ zh: row.textZh, en: row.textEn }),
    }),
    adoptedAt: t.expose('adoptedAt', {
      type: 'Instant',
      access: isPublic,
      description: 'When it was put in force; the first version with the proposal.',
    }),
    isInForce: t.exposeBoolean('isInForce', { access: isPublic, description: 'One version is.' }),
  }),
});
export const CharterConnection = connectionType(builder, { name: 'AllianceCharter', node: AllianceCharter });

export const MemberTerms = builder.objectRef<MemberKindRow>('AllianceMemberTerms').implement({
  description: 'What joining an alliance as one kind of member opens.',
  access: isPublic,
  fields: (t) => ({
    kind: t.field({
      type: AllianceMemberKindEnum,
      access: isPublic,
      description: 'To whom.',
      resolve: (row) => row.kind,
    }),
    opens: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'In words.',
      resolve: (row) => ({ zh: row.opensZh, en: row.opensEn }),
    }),
    rights: t.field({
      type: [AllianceRightEnum],
      access: isPublic,
      description: 'In rights that hold here; at most one of each.',
      resolve: (row) => row.rights,
    }),
  }),
});

export const MemberCount = builder
  .objectRef<{ kind: MemberGroup; count: number }>('AllianceMemberCount')
  .implement({
    description: 'How many present members there are of a group of kinds of organisation.',
    access: isPublic,
    fields: (t) => ({
      kind: t.field({
        type: MemberGroupEnum,
        access: isPublic,
        description: 'Which group.',
        resolve: ({ kind }) => kind,
      }),
      count: t.exposeInt('count', { access: isPublic, description: 'How many.' }),
    }),
  });
