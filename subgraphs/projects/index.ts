import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './project.ts';

builder.queryType({});
builder.mutationType({});

export const schema = buildSubgraph(builder);
export { seed } from './seed.ts';
