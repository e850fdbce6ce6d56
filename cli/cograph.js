#!/usr/bin/env node
import { createRequire } from 'node:module';
import { register } from 'tsx/esm/api';

// What a server loads anyway, loaded first: once tsx reads along, every file of a package takes twice as long.
const packages = [
  '@apollo/gateway',
  '@apollo/server',
  '@apollo/subgraph',
  '@as-integrations/fastify',
  '@electric-sql/pglite',
  '@fastify/cors',
  '@opentelemetry/api',
  '@pothos/core',
  'drizzle-orm/pg-core',
  'drizzle-orm/pg-proxy',
  'fastify',
  'jose',
  'lru-cache',
  'negotiator',
  'pg-boss',
  'pino',
  'postgres',
];
if (process.argv[2] === 'serve' && !process.argv.includes('--help')) {
  await Promise.all(packages.map((name) => import(name)));
  // See schema/shield.ts for why it is not imported.
  createRequire(import.meta.url)('graphql-shield');
}

// Node 20 does not read TypeScript: tsx does, for this process only.
register();
await import('./main.ts');
