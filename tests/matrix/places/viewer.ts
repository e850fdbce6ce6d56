import { place } from '../place.ts';

const viewerAt = (inside: string, ...only: string[]) => ({
  ...{ entity: 'Query', id: '', isHidden: true as const, inside },
  ...(only.length > 0 ? { only } : {}),
});

/** What is at the root and on no row: who asks, and what the asking cost. */
export const viewer = place({
  write: () => Promise.resolve(null),
  meet: () => ({
    anchors: {
      Viewer: [
        viewerAt(
          'viewer { % }',
          'person',
          'organizations',
          'roles',
          'regions',
          'isVerified',
          'viewerMay',
          'locale',
        ),
        viewerAt('viewer { % }', 'scopes'),
      ],
      ViewerMembership: [viewerAt('viewer { organizations { % } }')],
      ViewerRole: [
        viewerAt('viewer { roles { % } }', 'role'),
        viewerAt('viewer { roles { % } }', 'platform'),
        viewerAt('viewer { roles { % } }', 'region'),
      ],
      RateLimit: [{ entity: 'Query', id: '', inside: 'rateLimit { % }' }],
    },
    arguments: {
      'Query.metric': '(key: PARTICIPATIONS)',
      'Query.metricValues': '(key: PARTICIPATIONS, dimension: ROLE)',
    },
  }),
});
