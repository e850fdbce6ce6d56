import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './confidential/confidential-part.ts';
import './confidential/exclusion.ts';
import './equipment.ts';
import './knowledge.ts';
import './material.ts';
import './personal-data.ts';
import './technology.ts';

builder.queryType({});
builder.mutationType({});

export const schema = buildSubgraph(builder);
export { consumers } from './work.ts';
export { seed } from './seed.ts';
