import type { ConsentPurpose } from '../../../schema/events.ts';
import { giveConsent, withdrawConsent } from '../../../subgraphs/actors/consent/consent.store.ts';
import { place } from '../place.ts';

/** The member consented to one purpose in the words of today, and withdrew it. */
export const consent = place({
  write: async (context, { person }) => {
    const purpose: ConsentPurpose = 'NEWSLETTER';
    await giveConsent(context, { personId: person.member, purpose, version: 1 });
    await withdrawConsent(context, { personId: person.member, purpose });
    return null;
  },
  meet: (_ids, { person }) => {
    const ofMember = { entity: 'Person', id: person.member, gate: 'Person.consents' };
    return {
      anchors: {
        Consent: [{ ...ofMember, inside: 'consents { % }' }],
        ConsentWording: [{ entity: 'Query', id: '', inside: 'consentPurposes { % }' }],
      },
      deeds: [
        {
          meets: 'Mutation.consentGive',
          query: () => 'consentGive(input: { purpose: NEWSLETTER, version: 1 })',
          succeedsAs: 'ConsentGiveSuccess',
        },
        {
          meets: 'Mutation.consentWithdraw',
          query: () => 'consentWithdraw(input: { purpose: NEWSLETTER })',
          succeedsAs: 'ConsentWithdrawSuccess',
        },
        {
          meets: 'ConsentOutdated',
          query: () => 'consentGive(input: { purpose: NEWSLETTER, version: 99 })',
        },
      ],
    };
  },
});
