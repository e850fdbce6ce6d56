import { personMarkers } from '../base/people.ts';
import { place } from '../place.ts';

/** Met is the one identity that is called `member`. */
export const person = place({
  markers: personMarkers,
  write: () => Promise.resolve(null),
  meet: (_ids, base) => {
    const own = { entity: 'Person', id: base.person.member };
    const inProject = 'participations(last: 1) { edges { node { actor { ... on Person { % } } } } }';
    return {
      anchors: {
        Person: [{ ...own, inside: '%' }],
        PersonContact: [{ ...own, inside: 'contact { % }' }],
        Affiliation: [{ ...own, inside: 'affiliations { % }' }],
      },
      routes: {
        Person: [
          { name: 'root', query: `{ actor(id: "${own.id}") { ... on Person { % } } }` },
          { name: 'nested', query: `{ project(id: "${base.project.ofFellow}") { ${inProject} } }` },
        ],
      },
      arguments: { 'Person.metric': '(key: PARTICIPATIONS)' },
    };
  },
});
