import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './rate-limit.ts';

builder.queryType({});

export const schema = buildSubgraph(builder);
