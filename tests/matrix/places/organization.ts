import { organizationMarkers, word } from '../base/organizations.ts';
import { place } from '../place.ts';

const figure = 'metric(key: PARTICIPATIONS)';

export const organization = place({
  markers: organizationMarkers,
  write: () => Promise.resolve(null),
  meet: (_ids, base) => {
    const own = { entity: 'Organization', id: base.organization.provider };
    const rows = `organizations(filter: { text: "${word}" }) { edges { node { % } } }`;
    return {
      anchors: {
        Organization: [{ ...own, inside: '%' }],
        OrganizationContact: [{ ...own, inside: 'contact { % }' }],
        LocalizedText: [{ ...own, inside: 'name { % }' }],
        Region: [{ ...own, inside: 'region { % }' }],
        MetricValue: [{ ...own, inside: `${figure} { % }` }],
        MetricDefinition: [{ ...own, inside: `${figure} { definition { % } }` }],
      },
      routes: {
        Organization: [
          { name: 'root', query: `{ actor(id: "${own.id}") { ... on Organization { % } } }` },
          { name: 'list', query: `{ ${rows} }` },
          {
            name: 'nested',
            query: `{ resource(id: "${base.resource.Equipment}") { provider { ... on Organization { % } } } }`,
          },
        ],
      },
      arguments: {
        'Organization.metric': '(key: PARTICIPATIONS)',
        'Query.actor': `(id: "${own.id}")`,
        'Query.node': `(id: "${own.id}")`,
        'Query.nodes': `(ids: ["${own.id}"])`,
      },
    };
  },
});
