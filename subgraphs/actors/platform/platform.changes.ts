import { hasRole, isPublic, isSignedIn } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import { administered, type Context } from '../../../schema/context.ts';
import { invariant, malformed } from '../../../schema/errors.ts';
import { denial } from '../../../schema/guard.ts';
import { asId, type Id } from '../../../schema/ids.ts';
import { localizedTextInput } from '../../../schema/value-types.ts';
import { WrongValue } from '../../../schema/values/wrong-value.ts';
import { type Action, demand } from '../../../schema/viewer-may.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { organizationById } from '../organization/organization.store.ts';
import {
  operatorAppoint,
  operatorDismiss,
  platformAdmit,
  platformDecline,
  platformDescribe,
} from './access.ts';
import {
  PlatformLastOperator,
  PlatformNotActive,
  PlatformNotWaiting,
  PlatformOperatorsTooMany,
  PlatformOperatorUnfit,
  PlatformUnknown,
  PlatformUnusable,
  PlatformWaiting,
} from './errors.ts';
import {
  admitPlatform,
  declinePlatform,
  describePlatform,
  registerPlatform,
} from './platform.admission.store.ts';
import { PlatformKind } from './platform.enums.ts';
import { appointOperator, dismissOperator } from './platform.operators.store.ts';
import { platformById, type PlatformRow } from './platform.store.ts';
import { checkPlatform, isNoWider, partnersMax, type PlatformAsked } from './platform.what.ts';
import { Platform } from './platform.ts';

refusals(builder, PlatformUnknown, PlatformUnusable, PlatformWaiting, PlatformNotWaiting, PlatformNotActive);
refusals(builder, PlatformOperatorUnfit, PlatformOperatorsTooMany, PlatformLastOperator);

const PlatformRegisterInput = builder.inputType('PlatformRegisterInput', {
  description: 'What a new platform says of itself.',
  fields: (t) => ({
    operatorId: t.id({ description: 'The organisation in the lead: one you administer.' }),
    partnerIds: t.idList({
      required: false,
      description: `Organisations that operate it together with the one in the lead; at most ${partnersMax}.`,
    }),
    name: t.field({
      type: localizedTextInput(builder),
      description: 'At most 200 characters in each language.',
    }),
    kind: t.field({ type: PlatformKind, description: 'Who leads it.' }),
    website: t.field({ type: 'Url', required: false, description: 'Its site.' }),
    contactUrl: t.field({ type: 'Url', required: false, description: 'The page that says how to reach it.' }),
    regions: t.field({ type: ['RegionCode'], description: 'The regions it serves: from one to 40.' }),
    languages: t.stringList({
      required: false,
      description: 'ISO 639 codes, first the main one: from one to ten; zh when left out.',
    }),
  }),
});

const PlatformDescribeInput = builder.inputType('PlatformDescribeInput', {
  description: 'What a platform says of itself from now on; what is left out stays as it is.',
  fields: (t) => ({
    platformId: t.id({ description: 'The platform.' }),
    name: t.field({
      type: localizedTextInput(builder),
      required: false,
      description: 'At most 200 characters in each language; both are replaced.',
    }),
    website: t.field({ type: 'Url', required: false, description: 'Its site; null takes it away.' }),
    contactUrl: t.field({
      type: 'Url',
      required: false,
      description: 'The page that says how to reach it; null takes it away.',
    }),
    regions: t.field({
      type: ['RegionCode'],
      required: false,
      description:
        'The regions it serves, all of them: from one to 40. Others than it serves now are for auditors.',
    }),
    languages: t.stringList({ required: false, description: 'ISO 639 codes, all of them: from one to ten.' }),
  }),
});

const inputOf = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ platformId: t.id({ description: 'The platform.' }) }),
  });
const personInputOf = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      platformId: t.id({ description: 'The platform.' }),
      personId: t.id({ description: 'The person.' }),
    }),
  });
const PlatformAdmitInput = inputOf('PlatformAdmitInput', 'Which platform is to be one of the graph.');
const PlatformDeclineInput = inputOf('PlatformDeclineInput', 'Which platform is not to be one of the graph.');
const AppointInput = personInputOf('PlatformOperatorAppointInput', 'Who is to operate a platform.');
const DismissInput = personInputOf('PlatformOperatorDismissInput', 'Who is to operate a platform no longer.');

/** Checks what a platform says of itself; what cannot be used is a refusal. */
function checked(asked: PlatformAsked) {
  try {
    return checkPlatform(asked);
  } catch (error) {
    throw error instanceof WrongValue ? new PlatformUnusable(error.message) : error;
  }
}

async function checkedPartners(context: Context, operatorId: Id<'Organization'>, asked: readonly string[]) {
  if (asked.length > 100) throw malformed('A list in an input has at most 100 items.');
  const ids = [...new Set(asked.map((id) => asId('Organization', id)))].filter((id) => id !== operatorId);
  if (ids.length > partnersMax) throw new PlatformUnusable(`A platform has at most ${partnersMax} partners.`);
  const known = await Promise.all(ids.map((id) => organizationById(context).load(id)));
  if (known.some((row) => row === null))
    throw new PlatformUnusable('A partner is no organisation known here.');
  return ids.sort();
}

/** The platform, of which the viewer knows and to which they may do this. */
export async function platformTo(action: Action<PlatformRow>, platformId: string, context: Context) {
  const row = await platformById(context).load(asId('Platform', platformId));
  if (!row) throw new PlatformUnknown();
  await demand(action, row, context);
  return row;
}

/** The platform after a change: read anew, past what loaders remember. */
export async function platformNow(context: Context, id: Id<'Platform'>): Promise<PlatformRow> {
  const row = await platformById({ ...context }).load(id);
  invariant(row, 'Whoever changes a platform may know of it.');
  return row;
}

const result = { access: isPublic };
const dataField = { name: 'platform', access: isPublic, description: 'The platform as it now is.' } as const;

builder.mutationFields((t) => ({
  platformRegister: t.field({
    type: Platform,
    nullable: true,
    access: isHere,
    description:
      'Registers a platform of an organisation that you administer. An auditor admits it or declines it within ' +
      '60 days; until then it is known to those who operate it and to auditors. Once it is admitted you operate it.',
    args: { input: t.arg({ type: PlatformRegisterInput, description: 'The platform.' }) },
    errors: { types: [PlatformUnusable, PlatformWaiting], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { operatorId: lead, partnerIds, kind, languages, ...asked } = input;
      const operatorId = asId('Organization', lead);
      if (!administered(context.viewer).includes(operatorId))
        throw denial(context, 'administrator of the organisation in the lead, not through a key');
      const words = checked({ ...asked, languages: languages ?? ['zh'] });
      const partners = await checkedPartners(context, operatorId, partnerIds ?? []);
      const { id } = await registerPlatform(context, { ...words, kind, operatorId, partnerIds: partners });
      return platformNow(context, id);
    },
  }),
  platformAdmit: t.field({
    type: Platform,
    nullable: true,
    access: isHere,
    description: 'Makes a platform that waits one of this graph. For auditors.',
    args: { input: t.arg({ type: PlatformAdmitInput, description: 'Which.' }) },
    errors: { types: [PlatformUnknown, PlatformNotWaiting], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { id } = await platformTo(platformAdmit, input.platformId, context);
      await admitPlatform(context, id);
      return platformNow(context, id);
    },
  }),
  platformDecline: t.field({
    type: Platform,
    nullable: true,
    access: isHere,
    description: 'Declines a platform that waits, for good. For auditors.',
    args: { input: t.arg({ type: PlatformDeclineInput, description: 'Which.' }) },
    errors: { types: [PlatformUnknown, PlatformNotWaiting], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { id } = await platformTo(platformDecline, input.platformId, context);
      await declinePlatform(context, id);
      return platformNow(context, id);
    },
  }),
  platformDescribe: t.field({
    type: Platform,
    nullable: true,
    access: isSignedIn,
    description:
      'Replaces what a platform says of itself. For its operators; an auditor adds regions it was not admitted for.',
    args: { input: t.arg({ type: PlatformDescribeInput, description: 'The change.' }) },
    errors: { types: [PlatformUnknown, PlatformUnusable], result, dataField },
    resolve: async (_root, { input }, context) => {
      const { id } = await platformTo(platformDescribe, input.platformId, context);
      await describePlatform(context, id, (before) => {
        const { name, website = before.website, contactUrl = before.contactUrl, regions, languages } = input;
        const words = checked({
          name: name ?? { zh: before.nameZh, en: before.nameEn },
          ...{ website, contactUrl },
          ...{ regions: regions ?? before.regions, languages: languages ?? before.languages },
        });
        if (!isNoWider(words.regions, before.regions) && !hasRole(context.viewer, 'AUDITOR'))
          throw denial(context, 'auditor, for regions beyond those the platform was admitted for');
        return words;
      });
      return platformNow(context, id);
    },
  }),
  platformOperatorAppoint: t.field({
    type: Platform,
    nullable: true,
    access: isHere,
    description:
      'Lets a present member of an organisation that operates the platform operate it. For administrators of ' +
      'the one in the lead. A second time changes nothing.',
    args: { input: t.arg({ type: AppointInput, description: 'Who.' }) },
    errors: {
      types: [PlatformUnknown, PlatformNotActive, PlatformOperatorUnfit, PlatformOperatorsTooMany],
      ...{ result, dataField },
    },
    resolve: async (_root, { input }, context) => {
      const personId = asId('Person', input.personId);
      const { id } = await platformTo(operatorAppoint, input.platformId, context);
      await appointOperator(context, id, personId);
      return platformNow(context, id);
    },
  }),
  platformOperatorDismiss: t.field({
    type: Platform,
    nullable: true,
    access: isHere,
    description:
      'Ends that a person operates the platform. For administrators of the organisation in the lead; the last ' +
      'operator stays. For whoever does not operate it nothing changes.',
    args: { input: t.arg({ type: DismissInput, description: 'Who.' }) },
    errors: { types: [PlatformUnknown, PlatformLastOperator], result, dataField },
    resolve: async (_root, { input }, context) => {
      const personId = asId('Person', input.personId);
      const { id } = await platformTo(operatorDismiss, input.platformId, context);
      await dismissOperator(context, id, personId);
      return platformNow(context, id);
    },
  }),
}));
