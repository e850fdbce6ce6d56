import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './key.ts';
import './organization.ts';
import './person.ts';
import './platform.ts';
import './sign-in.ts';
import './viewer.ts';

builder.queryType({});
builder.mutationType({});

export const schema = buildSubgraph(builder);
export { seed } from './seed.ts';
