import { word } from '../base/organizations.ts';
import { resourceMarkers } from '../base/resources.ts';
import { place } from '../place.ts';

export const resource = place({
  markers: resourceMarkers,
  write: () => Promise.resolve(null),
  meet: (_ids, { resource, hidden, organization, project }) => {
    const kinds = Object.entries(resource).map(([entity, id]) => ({ entity, id }));
    const everywhere = (inside: string) => kinds.map((own) => ({ ...own, inside }));
    const one = (entity: keyof typeof resource) => ({ entity, id: resource[entity] });
    return {
      anchors: {
        ...Object.fromEntries(kinds.map((own) => [own.entity, [{ ...own, inside: '%' }]])),
        ResourceContact: everywhere('contact { % }'),
        MetadataCompleteness: everywhere('completeness { % }'),
        Money: [{ ...one('Equipment'), inside: 'internalCost { % }', gate: 'Equipment.internalCost' }],
        LocalizedText: [{ ...one('Material'), inside: 'description { % }' }],
        Region: [{ ...one('Knowledge'), inside: 'region { % }' }],
      },
      routes: Object.fromEntries(
        kinds.map(({ entity, id }) => {
          const filter = `filter: { text: "${word}", family: ${entity.toUpperCase()} }`;
          const rows = `resources(${filter}) { edges { node { ... on ${entity} { % } } } }`;
          const inProject = `participations(first: 1) { edges { node { actor { ${rows} } } } }`;
          return [
            entity,
            [
              { name: 'root', query: `{ resource(id: "${id}") { ... on ${entity} { % } } }` },
              { name: 'list', query: `{ ${rows} }` },
              { name: 'nested', query: `{ project(id: "${project.ofProvider}") { ${inProject} } }` },
            ],
          ];
        }),
      ),
      arguments: {
        ...Object.fromEntries(
          kinds.map(({ entity }) => [`${entity}.metric`, '(key: METADATA_COMPLETE_SHARE)']),
        ),
        'Query.resource': `(id: "${resource.Equipment}")`,
      },
      rows: [
        {
          ...{ type: 'Equipment', subgraph: 'resources', root: 'resource', ids: hidden },
          own: 'id name { en } serialNumber internalCost { amountMinor } contact { email }',
          others: [
            'projects { totalCount edges { node { id } } }',
            'metric(key: METADATA_COMPLETE_SHARE) { value }',
          ],
        },
      ],
      lists: [
        {
          name: 'Actor.resources',
          query: `{ actor(id: "${organization.provider}") { resources(first: 50) { % } } }`,
          ...{ always: Object.values(resource), hidden },
        },
        {
          name: 'Query.resources by text',
          query: '{ resources(first: 50, filter: { text: "Hiddenscope" }) { % } }',
          ...{ always: [], hidden },
        },
      ],
    };
  },
});
