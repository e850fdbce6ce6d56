import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './metric.ts';

builder.queryType({});

export const schema = buildSubgraph(builder);
export { consumers, jobs } from './work.ts';
