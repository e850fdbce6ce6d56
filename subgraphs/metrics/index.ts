import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './metric.ts';
import './personal-data.ts';

builder.queryType({});

export const schema = buildSubgraph(builder);
export { consumers, jobs } from './work.ts';
