import { buildSubgraph } from '../../schema/builder.ts';
import { builder } from './builder.ts';
import './consent/consent.ts';
import './key/key.ts';
import './organization/describe.ts';
import './organization/identifier.ts';
import './name-match/organization-match.ts';
import './organization/organization.ts';
import './organization/profile.ts';
import './organization/relation.change.ts';
import './organization/relation.ts';
import './person/person.ts';
import './platform/platform.ts';
import './privacy/erasure.ts';
import './privacy/personal-data.ts';
import './platform/platform.changes.ts';
import './sign-in/sign-in.ts';
import './sign-in/viewer.ts';

builder.queryType({});
builder.mutationType({});

export const schema = buildSubgraph(builder);
export { seed } from './seed.ts';
export { consumers, jobs } from './work.ts';
