import { isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { asId } from '../../../schema/ids.ts';
import { localizedTextInput } from '../../../schema/value-types.ts';
import { demand } from '../../../schema/viewer-may.ts';
import { builder } from '../builder.ts';
import { allianceCharterAdopt } from './access.ts';
import {
  AllianceAdmissionEnum,
  AllianceKindEnum,
  AllianceMemberKindEnum,
  AllianceRightEnum,
} from './alliance.enums.ts';
import { Alliance } from './alliance.ts';
import { checkAlliance, checkCharter } from './alliance.wish.ts';
import { allianceNow, inName, theAlliance, usable } from './asked.ts';
import {
  AllianceByInvitation,
  AllianceMemberAlready,
  AllianceStepClosed,
  AllianceUnknown,
  AllianceUnusable,
} from './errors.ts';
import { adoptCharter, confirmFounding, proposeAlliance } from './founding.store.ts';

refusals(
  builder,
  ...[AllianceUnknown, AllianceUnusable, AllianceStepClosed, AllianceMemberAlready, AllianceByInvitation],
);

const MemberTermsInput = builder.inputType('AllianceMemberTermsInput', {
  description: 'What joining as one kind of member opens.',
  fields: (t) => ({
    kind: t.field({ type: AllianceMemberKindEnum, description: 'To whom.' }),
    opens: t.field({
      type: localizedTextInput(builder),
      description: 'In words; at most 2,000 characters in each language.',
    }),
    rights: t.field({ type: [AllianceRightEnum], description: 'In rights that hold here; may be empty.' }),
  }),
});

const AllianceFoundInput = builder.inputType('AllianceFoundInput', {
  description: 'What an alliance is to be.',
  fields: (t) => ({
    secretariatId: t.id({
      description:
        'The founder you administer: it proposes, gives its word with this, and leads the secretariat.',
    }),
    founderIds: t.idList({ description: 'The other founders; from 1 to 49.' }),
    kind: t.field({ type: AllianceKindEnum, description: 'What sort of community it is.' }),
    name: t.field({
      type: localizedTextInput(builder),
      description: 'What it is called; at most 200 characters in each language.',
    }),
    charter: t.field({
      type: localizedTextInput(builder),
      description: 'The first version of its charter; at most 50,000 characters in each language.',
    }),
    industry: t.field({ type: 'IndustryCode', required: false, description: 'Its industry.' }),
    fields: t.stringList({
      required: false,
      description: 'What it is about, in free words; at most 20 of at most 50 characters.',
    }),
    region: t.field({ type: 'RegionCode', required: false, description: 'Where it is at home.' }),
    website: t.field({ type: 'Url', required: false, description: 'Its site.' }),
    admission: t.field({ type: AllianceAdmissionEnum, description: 'How one becomes a member.' }),
    memberKinds: t.field({
      type: [MemberTermsInput],
      description: 'What each kind of member is opened: each kind once, full members among them.',
    }),
  }),
});

const AllianceFoundingConfirmInput = builder.inputType('AllianceFoundingConfirmInput', {
  description: 'Whose word is given for the founding of what.',
  fields: (t) => ({
    allianceId: t.id({ description: 'The alliance.' }),
    organizationId: t.id({ description: 'The founder you administer.' }),
  }),
});

const AllianceCharterAdoptInput = builder.inputType('AllianceCharterAdoptInput', {
  description: 'What the charter says from now on.',
  fields: (t) => ({
    allianceId: t.id({ description: 'The alliance.' }),
    text: t.field({
      type: localizedTextInput(builder),
      description: 'The whole new text; at most 50,000 characters in each language.',
    }),
  }),
});

builder.mutationFields((t) => ({
  allianceFound: t.field({
    type: Alliance,
    nullable: true,
    access: isSignedIn,
    description:
      'Proposes an alliance. It is founded when every founder has confirmed, within 60 days; until then only ' +
      'founders and auditors know of it. Who founds is verified.',
    args: { input: t.arg({ type: AllianceFoundInput, description: 'The alliance.' }) },
    errors: {
      types: [AllianceUnusable],
      result: { access: isPublic },
      dataField: { name: 'alliance', access: isPublic, description: 'The alliance as proposed.' },
    },
    resolve: async (_root, { input }, context) => {
      const founderIds = input.founderIds.map((id) => asId('Organization', id));
      const secretariatId = await inName(context, input.secretariatId, { isFounding: true });
      const wish = usable(() => checkAlliance({ ...input, secretariatId, founderIds }));
      return allianceNow(context, await proposeAlliance(context, wish));
    },
  }),
  allianceFoundingConfirm: t.field({
    type: Alliance,
    nullable: true,
    access: isSignedIn,
    description: 'Gives the word of a founder, which is verified. With the last one the alliance is founded.',
    args: { input: t.arg({ type: AllianceFoundingConfirmInput, description: 'Whose, for which.' }) },
    errors: {
      types: [AllianceUnknown, AllianceStepClosed],
      result: { access: isPublic },
      dataField: { name: 'alliance', access: isPublic, description: 'The alliance as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const { id } = await theAlliance(context, input.allianceId);
      const organizationId = await inName(context, input.organizationId, { isFounding: true });
      await confirmFounding(context, id, organizationId);
      return allianceNow(context, id);
    },
  }),
  allianceCharterAdopt: t.field({
    type: Alliance,
    nullable: true,
    access: isSignedIn,
    description: 'Puts a new version of the charter in force; former versions are kept. For the secretariat.',
    args: { input: t.arg({ type: AllianceCharterAdoptInput, description: 'What it says.' }) },
    errors: {
      types: [AllianceUnknown, AllianceUnusable, AllianceStepClosed],
      result: { access: isPublic },
      dataField: { name: 'alliance', access: isPublic, description: 'The alliance as it now is.' },
    },
    resolve: async (_root, { input }, context) => {
      const row = await theAlliance(context, input.allianceId);
      await demand(allianceCharterAdopt, row, context);
      await adoptCharter(
        context,
        row.id,
        usable(() => checkCharter(input.text)),
      );
      return allianceNow(context, row.id);
    },
  }),
}));
