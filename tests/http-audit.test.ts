import { auditServer } from 'graphql-http';
import { expect, it } from 'vitest';
import { openFront } from './kit/front.ts';

// The audits send bare GET requests; a browser would have to ask first before it could add this header.
const fetchFn: typeof fetch = (url, options) => {
  const headers = new Headers(options?.headers);
  headers.set('apollo-require-preflight', 'true');
  return fetch(url, { ...options, headers });
};

it('speaks GraphQL over HTTP as its 61 audits ask, without an error', async () => {
  await using front = await openFront({ isSeeded: false });
  const origin = await front.app.listen({ port: 0, host: '127.0.0.1' });
  const results = await auditServer({ url: `${origin}/graphql`, fetchFn });
  const told = results
    .filter(({ status }) => status !== 'ok')
    .map(({ status, id, name }) => ({ status, id, name }));
  console.log(`http-audit: ${JSON.stringify(told)}`);
  expect(results).toHaveLength(61);
  expect(told.filter(({ status }) => status === 'error')).toEqual([]);
});
