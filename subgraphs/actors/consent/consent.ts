import { isPublic } from '../../../schema/access.ts';
import { refusals } from '../../../schema/builder.ts';
import type { Context } from '../../../schema/context.ts';
import { invariant } from '../../../schema/errors.ts';
import type { ConsentPurpose } from '../../../schema/events.ts';
import { asId } from '../../../schema/ids.ts';
import { localizedTextType } from '../../../schema/value-types.ts';
import type { CalendarDate } from '../../../schema/values/date.ts';
import { isHere } from '../access.ts';
import { builder } from '../builder.ts';
import { isSelfHere } from '../key/access.ts';
import { Person } from '../person/person.ts';
import { giveConsent, isGiven, type Standing, standingsOf, withdrawConsent } from './consent.store.ts';
import { currentWording, purposes, type Wording, wordings } from './consent.wordings.ts';
import { ConsentOutdated } from './errors.ts';

const ConsentPurposeEnum = builder.enumType('ConsentPurpose', {
  description:
    'What a person can consent to. Everything else that is done with their data rests on other grounds.',
  values: {
    SUGGESTIONS: { description: 'Personal suggestions of resources, demands and partners.' },
    EXPERT_LISTING: { description: 'Being listed publicly as an expert who can be asked.' },
    EMPLOYMENT_STATISTICS: { description: 'Being counted in statistics on employment and talent.' },
    NEWSLETTER: { description: 'News by e-mail.' },
  } satisfies Record<ConsentPurpose, { description: string }>,
});

const ConsentWording = builder.objectRef<Wording>('ConsentWording').implement({
  description: 'The words in which a consent is asked. They are never edited: new words have a new version.',
  access: isPublic,
  fields: (t) => ({
    purpose: t.field({
      type: ConsentPurposeEnum,
      access: isPublic,
      description: 'For what.',
      resolve: ({ purpose }) => purpose,
    }),
    version: t.exposeInt('version', { access: isPublic, description: 'Counts up from 1.' }),
    since: t.field({
      type: 'Date',
      access: isPublic,
      description: 'Since when it is asked in these words.',
      resolve: ({ since }) => since as CalendarDate,
    }),
    text: t.field({
      type: localizedTextType(builder),
      access: isPublic,
      description: 'The words themselves, in both languages.',
      resolve: ({ text }) => text,
    }),
  }),
});

const Consent = builder.objectRef<Standing>('Consent').implement({
  description: 'How a purpose stands with a person. Nothing is consented to until it is given.',
  access: isPublic,
  fields: (t) => ({
    purpose: t.field({
      type: ConsentPurposeEnum,
      access: isPublic,
      description: 'For what.',
      resolve: ({ purpose }) => purpose,
    }),
    isGiven: t.boolean({
      access: isPublic,
      description: 'Whether it holds now. A consent to older words holds no longer.',
      resolve: isGiven,
    }),
    wording: t.field({
      type: ConsentWording,
      nullable: true,
      access: isPublic,
      description: 'What the person read when they last consented; null when they never did.',
      resolve: ({ purpose, last }) =>
        wordings.find((each) => each.purpose === purpose && each.version === last?.version) ?? null,
    }),
    givenAt: t.field({
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When they last consented; null when they never did.',
      resolve: ({ last }) => last?.givenAt ?? null,
    }),
    withdrawnAt: t.field({
      type: 'Instant',
      nullable: true,
      access: isPublic,
      description: 'When they withdrew that; null when they did not.',
      resolve: ({ last }) => last?.withdrawnAt ?? null,
    }),
  }),
});

builder.objectField(Person, 'consents', (t) =>
  t.field({
    type: [Consent],
    nullable: true,
    access: isSelfHere,
    description: 'What the person lets others do with their data: one line per purpose; at most four.',
    resolve: ({ id }, _args, context) => standingsOf(context, id),
  }),
);

builder.queryFields((t) => ({
  consentPurposes: t.field({
    type: [ConsentWording],
    nullable: true,
    access: isPublic,
    description: 'What a person can consent to, in the words of today: one line per purpose; at most four.',
    resolve: () => purposes.map(currentWording),
  }),
}));

refusals(builder, ConsentOutdated);

const ConsentGiveInput = builder.inputType('ConsentGiveInput', {
  description: 'What you consent to, and in which words.',
  fields: (t) => ({
    purpose: t.field({ type: ConsentPurposeEnum, description: 'For what.' }),
    version: t.int({ description: 'Version of the wording you have read, from `consentPurposes`.' }),
  }),
});

const ConsentWithdrawInput = builder.inputType('ConsentWithdrawInput', {
  description: 'Which consent of yours is to hold no longer.',
  fields: (t) => ({ purpose: t.field({ type: ConsentPurposeEnum, description: 'For what.' }) }),
});

/** How the purpose now stands with the viewer, read anew, past what loaders remember. */
async function standingOf(context: Context, purpose: ConsentPurpose): Promise<Standing> {
  const standings = await standingsOf({ ...context }, viewerPerson(context));
  const found = standings.find((each) => each.purpose === purpose);
  invariant(found, 'Every purpose has its line.');
  return found;
}

function viewerPerson({ viewer }: Context) {
  invariant(viewer, 'The rule on the mutation lets only signed-in viewers here.');
  return asId('Person', viewer.actorId);
}

builder.mutationFields((t) => ({
  consentGive: t.field({
    type: Consent,
    nullable: true,
    access: isHere,
    description: 'Consents to one purpose, for yourself. A second time changes nothing.',
    args: { input: t.arg({ type: ConsentGiveInput, description: 'To what.' }) },
    errors: {
      types: [ConsentOutdated],
      result: { access: isPublic },
      dataField: { name: 'consent', access: isPublic, description: 'How the purpose stands now.' },
    },
    resolve: async (_root, { input }, context) => {
      await giveConsent(context, { ...input, personId: viewerPerson(context) });
      return standingOf(context, input.purpose);
    },
  }),
  consentWithdraw: t.field({
    type: Consent,
    nullable: true,
    access: isHere,
    description: 'Withdraws a consent of yours, at once. Where none was given, nothing changes.',
    args: { input: t.arg({ type: ConsentWithdrawInput, description: 'Which.' }) },
    errors: {
      types: [],
      result: { access: isPublic },
      dataField: { name: 'consent', access: isPublic, description: 'How the purpose stands now.' },
    },
    resolve: async (_root, { input }, context) => {
      await withdrawConsent(context, { ...input, personId: viewerPerson(context) });
      return standingOf(context, input.purpose);
    },
  }),
}));
