import { isPublic } from '../../../schema/access.ts';
import { malformed } from '../../../schema/errors.ts';
import { told } from '../../../schema/messages.ts';
import { builder } from '../builder.ts';
import { Organization } from '../organization/organization.ts';
import { organizationById } from '../organization/organization.store.ts';
import { knownFormsOf } from './name-form.store.ts';
import {
  factors,
  formsIn,
  likelyFrom,
  type Match,
  type MatchReason,
  matchName,
  textMax,
} from './name.match.ts';

const matchesMax = 12;

/** Each reason in the words of the one who asks why. */
const words: Record<MatchReason, string> = {
  NAME_AS_WRITTEN: 'The text has the name as it is written.',
  NAME_TURNED: 'The text has the name with its first word at the end, or the other way round.',
  NAME_SHORTENED: 'The text has the name without what stands in its brackets.',
  WHOLE_TEXT: 'The text is nothing but the name.',
  WHOLE_PART: 'The name stands alone between commas or brackets.',
  WITHIN_PART: 'The name stands among other words.',
  COUNTRY_AGREES: 'The text names the country of the organisation.',
  COUNTRY_DIFFERS: 'The text names another country.',
  LONGER_NAME: 'The name seems to be a part of a longer one.',
  NAME_OF_MANY: 'Several organisations have the name.',
  COMMON_WORDS: 'The name is made of words that many names have.',
  OFFICE_OF_A_LABORATORY: 'The office seems to be named for what it licensed.',
};

const ReasonCode = builder.enumType('OrganizationMatchReasonCode', {
  description: 'What speaks for or against a match.',
  values: Object.fromEntries(
    Object.entries(words).map(([code, description]) => [code, { value: code as MatchReason, description }]),
  ),
});

const Reason = builder.objectRef<MatchReason>('OrganizationMatchReason').implement({
  description: 'One reason of a score.',
  access: isPublic,
  fields: (t) => ({
    code: t.field({
      type: ReasonCode,
      access: isPublic,
      description: 'For programs.',
      resolve: (reason) => reason,
    }),
    factor: t.float({
      access: isPublic,
      description: 'By what it multiplies the score, which begins at 1.',
      resolve: (reason) => factors[reason],
    }),
    message: t.string({
      access: isPublic,
      description: 'For people.',
      resolve: (reason, _args, { locale }) => told(locale, words[reason]),
    }),
  }),
});

const OrganizationMatch = builder.objectRef<Match>('OrganizationMatch').implement({
  description: 'An organisation that a text may mean.',
  access: isPublic,
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      access: isPublic,
      description: 'The organisation. One that ceased says what replaces it.',
      resolve: ({ organizationId }, _args, context) => organizationById(context).load(organizationId),
    }),
    score: t.exposeFloat('score', {
      access: isPublic,
      description: 'From 0 to 1: the product of the factors of its reasons.',
    }),
    isLikely: t.boolean({
      access: isPublic,
      description: `Whether the score is ${likelyFrom} or more: what docs/name-matching.md counts as a hit.`,
      resolve: ({ score }) => score >= likelyFrom,
    }),
    matched: t.exposeString('matched', {
      access: isPublic,
      description: 'The words of the text that were taken for the name, as they are compared.',
    }),
    reasons: t.field({
      type: [Reason],
      access: isPublic,
      description: 'Why the score is what it is; at most 8.',
      resolve: ({ reasons }) => reasons,
    }),
  }),
});

builder.queryFields((t) => ({
  organizationMatch: t.field({
    type: [OrganizationMatch],
    nullable: true,
    access: isPublic,
    description:
      'Which organisations a text names, such as an affiliation in a paper or a provider in a catalogue; at ' +
      `most ${matchesMax}, likeliest first, empty where none is known. Chinese and English; a name that is spelled ` +
      'wrongly is not found.',
    args: { text: t.arg.string({ description: `The text; at most ${textMax} characters.` }) },
    resolve: async (_root, { text }, context) => {
      if (text.length > textMax) throw malformed(`\`text\` is too long: use at most ${textMax} characters.`);
      const known = await knownFormsOf(context, formsIn(text));
      return matchName(text, known).slice(0, matchesMax);
    },
  }),
}));
