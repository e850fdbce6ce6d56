import { place } from '../place.ts';

export const platform = place({
  write: () => Promise.resolve(null),
  meet: (_ids, base) => ({
    anchors: { Platform: [{ entity: 'Platform', id: base.platform, inside: '%' }] },
    routes: {
      Platform: [
        { name: 'list', query: '{ platforms(first: 1) { edges { node { % } } } }' },
        { name: 'nested', query: `{ resource(id: "${base.resource.Equipment}") { platform { % } } }` },
      ],
    },
  }),
});
