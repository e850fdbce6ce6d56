import { newId } from '../../../schema/ids.ts';
import { begin, projectMarkers } from '../base/projects.ts';
import { place } from '../place.ts';

const newest = 'projects(first: 1) { edges { node { % } } }';
const create = (title: string, more = '') =>
  `projectCreate(input: { title: { en: "${title}" }, visibility: PUBLIC, role: FINAL_CONSUMER ${more} })`;
const change = (id: string) => `projectVisibilityChange(input: { projectId: "${id}", visibility: PUBLIC })`;

export const project = place({
  markers: projectMarkers,
  write: () => Promise.resolve(null),
  meet: (_ids, { project, resource, hidden, organization }) => {
    const main = { entity: 'Project', id: project.main };
    const states = { MEMBERS: project.MEMBERS, PARTICIPANTS: project.PARTICIPANTS };
    return {
      anchors: {
        Project: [{ ...main, inside: '%' }],
        Participation: [{ ...main, inside: 'participations(last: 1) { edges { node { % } } }' }],
        ViewerMay: [{ ...main, inside: 'viewerMay { % }' }],
        ViewerMayReason: [{ entity: 'Project', id: project.ofFellow, inside: 'viewerMay { reasons { % } }' }],
        LocalizedText: [{ ...main, inside: 'title { % }' }],
        Region: [{ ...main, inside: 'region { % }' }],
      },
      routes: {
        Project: (id) => [
          { name: 'root', query: `{ project(id: "${id}") { % } }` },
          ...(id === project.main
            ? [
                { name: 'list', query: `{ ${newest} }` },
                { name: 'nested', query: `{ resource(id: "${resource.Equipment}") { ${newest} } }` },
              ]
            : []),
        ],
      },
      arguments: {
        'Project.metric': '(key: PARTICIPATIONS)',
        'Project.participations': '(last: 1)',
        'Query.project': `(id: "${main.id}")`,
      },
      deeds: [
        {
          meets: 'Mutation.projectCreate',
          query: () => create('New'),
          succeedsAs: 'ProjectCreateSuccess',
        },
        {
          meets: 'Mutation.projectVisibilityChange',
          prepare: () => Promise.resolve(project.main),
          query: change,
          succeedsAs: 'ProjectVisibilityChangeSuccess',
          unknownAs: { refusal: 'ProjectUnknown', absent: newId('Project') },
        },
        {
          meets: 'Mutation.projectVisibilityChange',
          prepare: (context) => begin(context, organization.participant, 'PARTICIPANTS'),
          query: change,
          succeedsAs: 'ProjectVisibilityChangeSuccess',
          unknownAs: { refusal: 'ProjectUnknown', row: 'PARTICIPANTS', absent: newId('Project') },
        },
        {
          meets: 'BudgetUnusable',
          query: () => create('New', 'budget: { amountMinor: "0", currency: "CNY" }'),
        },
        { meets: 'TitleUnusable', query: () => create(' ') },
        { meets: 'ProjectUnknown', query: () => change(newId('Project')) },
      ],
      rows: [
        {
          ...{ type: 'Project', subgraph: 'projects', root: 'project', ids: states },
          own: `id title { en } budget { amountMinor }
            participations { totalCount edges { node { contribution } } }`,
          others: ['metric(key: PARTICIPATIONS) { numerator }'],
        },
      ],
      lists: [
        {
          name: 'Resource.projects',
          query: `{ resource(id: "${resource.Equipment}") { projects(first: 50) { % } } }`,
          ...{ always: [project.main], hidden: states },
        },
        {
          name: 'Query.projects',
          query: '{ projects(first: 50) { % } }',
          ...{ always: [project.main, project.ofFellow, project.ofProvider], hidden: states },
        },
        {
          name: 'Project.resources',
          query: `{ project(id: "${project.main}") { resources(first: 50) { % } } }`,
          ...{ always: Object.values(resource), hidden },
        },
      ],
    };
  },
});
