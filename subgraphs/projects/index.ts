import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './project.ts';
import './personal-data.ts';

builder.queryType({});
builder.mutationType({});

export const schema = buildSubgraph(builder);
export { consumers } from './work.ts';
export { seed } from './seed.ts';
