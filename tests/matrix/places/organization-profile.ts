import { declareOrganization } from '../../../subgraphs/actors/organization/organization.store.ts';
import { describeOrganization } from '../../../subgraphs/actors/organization/profile.store.ts';
import { stateRelation } from '../../../subgraphs/actors/organization/relation.store.ts';
import type { Context } from '../../../schema/context.ts';
import type { RelationKind } from '../../../schema/events.ts';
import { type Id, newId } from '../../../schema/ids.ts';
import { place } from '../place.ts';

const registry = 'Register';
const another = async (context: Context) =>
  (await declareOrganization(context, { kind: 'SME', nameEn: 'Another' })).id;
const related = (context: Context, lowerId: Id<'Organization'>, upperId: Id<'Organization'>) => {
  const kind: RelationKind = 'PARENT';
  return stateRelation(context, { kind, lowerId, upperId, since: '2020-01-01', until: null });
};

/** What the institute says of itself, and to whom it is kin. */
export const organizationProfile = place({
  markers: { 'Organization.employees': ['4210057'] },
  write: async (context, { organization }) => {
    await describeOrganization(context, organization.provider, {
      own: { subField: 'BIOLOGICALS', subFieldName: '生物制品', size: 'MEDIUM', employees: 4_210_057 },
      identifiers: [{ registry, value: 'R-1' }],
      names: [{ kind: 'ALIAS', text: 'Institute', language: 'en' }],
      places: [
        {
          ...{ label: '总部', region: '420506', address: '发展大道 1 号', isSeat: true },
          ...{ latitude: 30.69, longitude: 111.29 },
        },
      ],
      industries: [{ code: 'M7340', name: '医学研究' }],
      qualifications: [
        {
          ...{ kind: 'CMA', name: 'CMA', number: '1', issuer: '市场监管局' },
          ...{ validFrom: '2020-01-01', validUntil: '2999-01-01' },
        },
      ],
      pages: [{ kind: 'NEWS', url: 'https://organization.example/news', title: 'News' }],
    });
    const taken = await another(context);
    await describeOrganization(context, taken, { identifiers: [{ registry, value: 'R-2' }] });
    const parent = await another(context);
    await related(context, organization.provider, parent);
    const over = { since: '2019-01-01', until: '2020-01-01' };
    const former = { kind: 'FOUNDER', lowerId: organization.provider, upperId: parent } as const;
    await stateRelation(context, { ...former, ...over });
    return { parent };
  },
  meet: ({ parent }, { organization }) => {
    const own = { entity: 'Organization', id: organization.provider };
    const anchor = (inside: string) => [{ ...own, inside: `${inside} { % }` }];
    const byNumber = `organizationByIdentifier(scheme: LOCAL, registry: "${registry}", value: "R-1")`;
    const describe = (rest: string, id: string = own.id) =>
      `organizationDescribe(input: { organizationId: "${id}", ${rest} })`;
    const add = (otherId: string, rest = '') =>
      `organizationRelationAdd(input: { organizationId: "${own.id}", otherId: "${otherId}", role: PARENT ${rest} })`;
    const fromBelow = async (context: Context) =>
      (await related(context, await another(context), organization.provider)).id;
    return {
      anchors: {
        OrganizationIdentifier: anchor('identifiers'),
        OrganizationName: anchor('names'),
        OrganizationPlace: anchor('places'),
        GeoPoint: [{ ...own, inside: 'places { point { % } }' }],
        OrganizationIndustry: anchor('industries'),
        OrganizationSubField: anchor('subField'),
        OrganizationQualification: anchor('qualifications'),
        OrganizationRelation: [{ ...own, inside: 'relations { edges { node { % } } }' }],
        ProfilePage: anchor('pages'),
        IdentifiedOrganization: [{ entity: 'Query', id: '', inside: `${byNumber} { % }` }],
      },
      arguments: {
        'Query.organizationByIdentifier': byNumber.slice('organizationByIdentifier'.length),
      },
      deeds: [
        {
          meets: 'Mutation.organizationDescribe',
          query: () => describe('size: LARGE'),
          undo: async (context) =>
            void (await describeOrganization(context, organization.provider, { own: { size: 'MEDIUM' } })),
          succeedsAs: 'OrganizationDescribeSuccess',
        },
        { meets: 'OrganizationUnusable', query: () => describe('employees: -1') },
        {
          meets: 'IdentifierTaken',
          query: () =>
            describe(
              `identifiers: [{ scheme: USCC, value: "91420500MA0000000K" }, { scheme: LOCAL, registry: "${registry}", value: "R-2" }]`,
            ),
        },
        { meets: 'OrganizationUnknown', query: () => describe('size: LARGE', newId('Organization')) },
        {
          meets: 'Mutation.organizationRelationAdd',
          prepare: another,
          query: (other) => add(other),
          mayAt: () => `{ node(id: "${own.id}") { ... on Organization { % } } }`,
          succeedsAs: 'OrganizationRelationAddSuccess',
        },
        {
          meets: 'RelationUnusable',
          prepare: another,
          query: (other) => add(other, ', since: "2999-01-01"'),
        },
        { meets: 'RelationKnown', query: () => add(parent) },
        { meets: 'RelationCircular', query: () => add(own.id) },
        {
          meets: 'Mutation.organizationRelationConfirm',
          prepare: fromBelow,
          query: (id) => `organizationRelationConfirm(input: { relationId: "${id}" })`,
          succeedsAs: 'OrganizationRelationConfirmSuccess',
        },
        {
          meets: 'Mutation.organizationRelationEnd',
          prepare: fromBelow,
          query: (id) => `organizationRelationEnd(input: { relationId: "${id}" })`,
          succeedsAs: 'OrganizationRelationEndSuccess',
        },
        {
          meets: 'RelationUnknown',
          query: () => `organizationRelationEnd(input: { relationId: "${newId('OrganizationRelation')}" })`,
        },
      ],
    };
  },
});
