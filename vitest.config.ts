import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

export default defineConfig({
  // Vitest would load graphql twice, once as a module and once through CommonJS packages, and the two refuse
  // each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    include: ['{schema,db,formats,subgraphs,gateway,cli,tests,bench}/**/*.test.ts'],
    globalSetup: ['tests/kit/setup.ts'],
    // Full size takes longer than the small one, and a busy machine longer than an idle one.
    testTimeout: process.env['PROVE'] === '1' ? 180_000 : 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
