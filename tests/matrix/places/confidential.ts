import type { Context } from '../../../schema/context.ts';
import { type ResourceId, resourceNames } from '../../../schema/ids.ts';
import {
  removeConfidentialPart,
  setConfidentialPart,
  signAgreement,
} from '../../../subgraphs/resources/confidential/confidential.store.ts';
import { excludeCompetitor } from '../../../subgraphs/resources/confidential/exclusion.store.ts';
import { place } from '../place.ts';

const secret = 'SECRETSTEP4Q';
const text = { zh: null, en: secret };
const agreement = { zh: null, en: 'Keep it to yourself.' };

/** A confidential part of every resource; the verified one has signed each, a firm is kept out. */
export const confidential = place({
  markers: { 'ConfidentialPart.text': [secret] },
  write: async (context, base) => {
    for (const resourceId of Object.values<ResourceId>(base.resource)) {
      await setConfidentialPart(context, resourceId, { text, agreement });
      await signAgreement(context, { resourceId, version: 1, personId: base.person.verified });
    }
    const rival = base.organization.operator;
    await excludeCompetitor(context, { ownerId: base.organization.provider, actorId: rival });
    return { rival };
  },
  meet: ({ rival }, { resource, hidden, organization }) => {
    const kinds = resourceNames.map((entity) => ({ entity, id: resource[entity] }));
    const excluded = `competitorsExcluded(ownerId: "${organization.provider}")`;
    const { Equipment: id, Material: other } = resource;
    const written = (of: string, words: string) =>
      `confidentialPartSet(input: { resourceId: "${of}", text: { en: "${words}" }, agreement: { en: "New" } })`;
    const signed = (of: string, version: number) =>
      `confidentialitySign(input: { resourceId: "${of}", version: ${version} })`;
    const removed = (of: string) => `confidentialPartRemove(input: { resourceId: "${of}" })`;
    const restore = (context: Context) => setConfidentialPart(context, other, { text, agreement });
    const removeOther = async (context: Context) => {
      await removeConfidentialPart(context, other);
      return '';
    };
    const keptOut = (verb: string, actorId: string) =>
      `competitor${verb}(input: { ownerId: "${organization.provider}", actorId: "${actorId}" })`;
    return {
      anchors: {
        ConfidentialPart: kinds.map((own) => ({ ...own, inside: 'confidentialPart { % }' })),
        ConfidentialityAgreement: kinds.map((own) => ({
          ...own,
          inside: 'confidentialPart { agreement { % } }',
        })),
        ConfidentialEntry: kinds.map((own) => ({
          ...own,
          inside: 'confidentialPart { entries(last: 1) { edges { node { % } } } }',
          gate: 'ConfidentialPart.entries',
        })),
        CompetitorExclusions: [{ entity: 'Query', id: '', inside: `${excluded} { % }` }],
        CompetitorExclusion: [
          {
            ...{ entity: 'Query', id: '', gate: 'CompetitorExclusions.exclusions' },
            inside: `${excluded} { exclusions { % } }`,
          },
        ],
      },
      arguments: {
        'ConfidentialPart.entries': '(last: 1)',
        'Query.competitorsExcluded': `(ownerId: "${organization.provider}")`,
      },
      deeds: [
        {
          meets: 'Mutation.confidentialPartSet',
          query: () => written(other, 'Other'),
          succeedsAs: 'ConfidentialPartSetSuccess',
          undo: restore,
        },
        {
          meets: 'Mutation.confidentialPartRemove',
          query: () => removed(other),
          succeedsAs: 'ConfidentialPartRemoveSuccess',
          undo: restore,
        },
        {
          meets: 'Mutation.confidentialitySign',
          query: () => signed(id, 1),
          succeedsAs: 'ConfidentialitySignSuccess',
        },
        {
          meets: 'Mutation.competitorExclude',
          query: () => keptOut('Exclude', rival),
          succeedsAs: 'CompetitorExcludeSuccess',
        },
        {
          meets: 'Mutation.competitorAdmit',
          query: () => keptOut('Admit', organization.fellow),
          succeedsAs: 'CompetitorAdmitSuccess',
        },
        { meets: 'ResourceUnknown', query: () => removed(hidden.WITHDRAWN.replace(/.{6}$/, '000000')) },
        {
          meets: 'ConfidentialPartUnknown',
          prepare: removeOther,
          undo: restore,
          query: () => signed(other, 1),
        },
        { meets: 'AgreementOutdated', query: () => signed(id, 99) },
        { meets: 'ConfidentialPartUnusable', query: () => written(id, ' ') },
        { meets: 'ExclusionUnusable', query: () => keptOut('Exclude', organization.provider) },
      ],
    };
  },
});
