// PostGraphile 5 with its standard preset on the same tables. It sees the rows that a user of it would have
// to protect with row-level security; here it protects nothing.
import { createServer } from 'node:http';
import { given, listenAndSay } from './listening.ts';

// Node 20 lacks what PostGraphile takes from Node 22.
if (!('withResolvers' in Promise)) {
  Promise.withResolvers = () => {
    const settle = {};
    const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
    return { promise, ...settle };
  };
}
const { postgraphile } = await import('postgraphile');
const { PostGraphileAmberPreset } = await import('postgraphile/presets/amber');
const { makePgService } = await import('postgraphile/adaptors/pg');
const { grafserv } = await import('postgraphile/grafserv/node');
const { jsonPgSmartTags } = await import('postgraphile/utils');

// References into another schema have no foreign key in the database; said here, they become fields.
const to = (column, table, field) => ({
  tags: { foreignKey: [`(${column}) references ${table} (id)|@fieldName ${field}`] },
});
const references = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      'actors.published_actor': { tags: { primaryKey: 'id' } },
      'resources.resource': to('provider_id', 'actors.organization', 'provider'),
      'projects.project': to('initiator_id', 'actors.organization', 'initiator'),
      'projects.participation': to('actor_id', 'actors.published_actor', 'actor'),
      'projects.project_resource': to('resource_id', 'resources.resource', 'resource'),
    },
  },
});

const server = createServer();
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [references],
  pgServices: [
    makePgService({
      connectionString: given('DATABASE_URL'),
      schemas: ['resources', 'projects', 'actors', 'metrics'],
    }),
  ],
  grafast: { explain: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false },
});
await instance.createServ(grafserv).addTo(server);
listenAndSay(server);
