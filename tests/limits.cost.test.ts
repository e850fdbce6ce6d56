import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { type Asking, openFront } from './kit/front.ts';
import { operations } from './kit/operations.ts';
import { size } from './kit/size.ts';

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));

it('the cost of an operation is never less than what comes back', { timeout: 1_800_000 }, async () => {
  await using front = await openFront();
  const { data } = await front.post(
    `{ resources(first: 50) { edges { node { id } } } projects { edges { node { id } } }
       organizations(first: 50) { edges { node { id } } } }`,
  );
  const ids = [...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
  const numRuns = size(100, 10_000);
  const seen = { answered: 0, refused: 0, rows: 0, estimate: 0 };
  await fc.assert(
    fc.asyncProperty(operations(api, ids), async ({ query, variables }) => {
      const asking: Asking = { as: 'auditor', variables, extensions: { cost: true } };
      const { errors, extensions, data: rows, text } = await front.post(query, asking);
      const codes = errors.map(({ extensions: { code } }) => code);
      if (codes.includes('LIMIT_EXCEEDED')) return void (seen.refused += 1);
      expect(
        codes.filter((code) => code !== 'BAD_USER_INPUT'),
        `${query}\n${text}`,
      ).toEqual([]);
      const { estimate, actual } = extensions['cost'] as Record<'estimate' | 'actual', number>;
      let counted = 0;
      JSON.parse(JSON.stringify(rows ?? null), (_key, value: unknown) => {
        if (Array.isArray(value)) counted += value.filter((item) => typeof item === 'object' && item).length;
        return value;
      });
      expect([actual, actual <= estimate], query).toEqual([counted, true]);
      seen.answered += 1;
      seen.rows += actual;
      seen.estimate += estimate;
    }),
    { numRuns, seed: 4, endOnFailure: true },
  );
  console.log(`cost: ${JSON.stringify(seen)} of ${numRuns} operations`);
  expect(seen.answered + seen.refused).toBe(numRuns);
  expect(seen.refused).toBeLessThan(numRuns / 10);
});
