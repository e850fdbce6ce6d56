import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './organization.ts';
import './person.ts';
import './platform.ts';

builder.queryType({});

export const schema = buildSubgraph(builder);
export { seed } from './seed.ts';
