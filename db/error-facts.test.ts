import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { freshDatabase } from '../tests/kit/database.ts';
import { errorFacts } from './error-facts.ts';

const secret = 'mk7q9@marked.example';

test.each([
  ['of a type that is not the column’s', sql`select ${secret}::int`, '22P02'],
  [
    'that breaks a constraint',
    sql`insert into log.job_done (id, name) values (gen_random_uuid(), ${secret})`,
    '23502',
  ],
  ['of a table that is not there', sql`insert into nowhere values (${secret})`, '42P01'],
])('keeps nothing of a value %s, and still says what happened', async (_what, statement, code) => {
  await using fresh = await freshDatabase();
  const error: unknown = await fresh.database
    .write((tx) => tx.execute(statement))
    .catch((each: unknown) => each);
  const facts = errorFacts(error);
  const text = JSON.stringify(facts);
  expect(text).not.toContain(secret);
  expect(text).toContain(code);
  expect(text).toContain('Failed query');
});

test('keeps what our own errors say', () => {
  const facts = errorFacts(new Error('Broken invariant: a sentence.'));
  expect([facts.type, facts.message]).toEqual(['Error', 'Broken invariant: a sentence.']);
  expect(facts.stack).toMatch(/^\s+at /);
});
