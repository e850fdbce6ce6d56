import { membership } from '../../../db/tables/actors/membership.ts';
import { newId } from '../../../schema/ids.ts';
import { declarePerson } from '../../../subgraphs/actors/person/person.store.ts';
import { describePerson } from '../../../subgraphs/actors/person/profile.store.ts';
import { place } from '../place.ts';

const orcid = '0000-0002-1694-233X';

/** What the member says of themselves. */
export const personProfile = place({
  markers: { 'PersonAvailability.note': ['MARKAVAILABLE'] },
  write: async (context, { organization, person }) => {
    await declarePerson(context, { nameEn: 'Another', orcid });
    await describePerson(context, person.member, {
      own: {
        ...{
          biographyEn: 'Biography',
          fields: ['350'],
          keywords: ['word'],
          languages: ['zh'],
          region: '420506',
        },
        ...{
          isAvailable: true,
          hoursPerMonth: 8,
          isHistoryPublic: true,
          availabilityEn: 'MARKAVAILABLE at weekends',
        },
      },
      pages: [{ kind: 'HOME', url: 'https://person.example/', title: 'Home' }],
    });
    await context.db.insert(membership).values({
      ...{ id: newId('Membership'), personId: person.member, organizationId: organization.fellow },
      ...{ role: 'MEMBER', position: 'Engineer', startsOn: '2019-01-01', endsOn: '2020-01-01' },
    });
    return null;
  },
  meet: (_ids, { person }) => {
    const own = { entity: 'Person', id: person.member };
    const describe = (rest: string, id: string = own.id) =>
      `personDescribe(input: { personId: "${id}", ${rest} })`;
    return {
      anchors: {
        PersonField: [{ ...own, inside: 'fields { % }' }],
        PersonAvailability: [{ ...own, inside: 'availability { % }', gate: 'Person.availability' }],
        PastAffiliation: [{ ...own, inside: 'affiliationHistory { edges { node { % } } }' }],
      },
      deeds: [
        {
          meets: 'Mutation.personDescribe',
          query: () => describe('keywords: ["another"]'),
          undo: async (context) =>
            void (await describePerson(context, person.member, { own: { keywords: ['word'] } })),
          succeedsAs: 'PersonDescribeSuccess',
        },
        { meets: 'PersonUnusable', query: () => describe('keywords: [" "]') },
        { meets: 'OrcidTaken', query: () => describe(`orcid: "${orcid}"`) },
      ],
    };
  },
});
