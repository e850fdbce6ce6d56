import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { mutableRowRules } from './tests/mutants/row-rules.plugin.ts';

const require = createRequire(import.meta.url);

// Begun first, longest first, so that both workers end together. The rest takes seconds each.
const slowest = ['serve', 'readme', 'real-catalogue', 'command-line', 'playground', 'jobs', 'import.real'];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const places = new Map(slowest.map((name, place) => [`/${name}.test.ts`, place]));
    const placeOf = ({ moduleId }: TestSpecification) =>
      places.get(moduleId.slice(moduleId.lastIndexOf('/'))) ?? slowest.length;
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}

// Vitest would load graphql twice, once as a module and once through CommonJS packages, and the two refuse
// each other.
const resolve = { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] };
const isProof = process.env['PROVE'] === '1';

const project = (name: string, rooms: string, isolate: boolean) => ({
  resolve,
  plugins: process.env['MUTANTS'] === '1' ? [mutableRowRules] : [],
  test: {
    name,
    isolate,
    include: [`${rooms}/**/*.test.ts`],
    // Few tests run so long that a better compiled database earns back its compiler's time: a fifth of all.
    execArgv: isProof ? [] : ['--liftoff-only'],
    // Full size takes longer than the small one, and a busy machine longer than an idle one.
    testTimeout: isProof ? 180_000 : 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  resolve,
  test: {
    projects: [
      // A process of its own for each file that starts servers, measures memory or replaces modules.
      project('apart', '{db,formats,gateway,cli,tests,bench}', true),
      // The others share one per worker: to load everything anew for each takes longer than their tests.
      project('shared', '{schema,subgraphs}', false),
    ],
    // Once for both projects, which inherit what it provides.
    globalSetup: ['tests/kit/setup.ts'],
    sequence: { sequencer: SlowestFirst },
    maxWorkers: 2,
  },
});
