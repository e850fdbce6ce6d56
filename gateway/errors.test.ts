import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { malformed, Outage, publicCodes } from '../schema/errors.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { formatError, maskError } from './errors.ts';

const requestId = '7b1c5a52-0000-4000-8000-000000000000';
const masked = 'Something went wrong on our side. Tell the operator the request id.';

/** What leaves for an error that a resolver threw, and what was logged. */
function leave(thrown: Error) {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const located = new GraphQLError(thrown.message, {
    path: ['a', 0, 'b'],
    originalError: thrown,
    ...(thrown instanceof GraphQLError ? { extensions: thrown.extensions } : {}),
  });
  const answer = formatError(maskError(located, requestId, log).toJSON(), requestId, log);
  return {
    answer,
    logged: lines.map((line) => JSON.parse(line) as { requestId: string; err?: { message: string } }),
  };
}

describe('an error of a resolver', () => {
  it('that is unknown leaves as INTERNAL, without a word of its own and with the request id', () => {
    const { answer, logged } = leave(new Error('relation "actors.person" does not exist at 10.0.0.7'));
    expect(answer).toEqual({
      message: masked,
      path: ['a', 0, 'b'],
      extensions: { code: 'INTERNAL', requestId },
    });
    expect(logged.map((line) => [line.requestId, line.err?.message])).toEqual([
      [requestId, 'relation "actors.person" does not exist at 10.0.0.7'],
    ]);
  });

  it('that carries a code outside the closed list leaves as INTERNAL', () => {
    const { answer } = leave(
      new GraphQLError('inside', { extensions: { code: 'ECONNREFUSED', sql: 'select' } }),
    );
    expect(answer).toEqual({
      message: masked,
      path: ['a', 0, 'b'],
      extensions: { code: 'INTERNAL', requestId },
    });
  });

  it('that is a wrong value says what is wrong', () => {
    const { answer, logged } = leave(new WrongValue('A date is YYYY-MM-DD.'));
    expect([answer.message, answer.extensions]).toEqual([
      'A date is YYYY-MM-DD.',
      { code: 'BAD_USER_INPUT', requestId },
    ]);
    expect(logged).toEqual([]);
  });

  it('that is malformed input keeps its sentence', () => {
    const { answer } = leave(malformed('"x" is not a Project id.'));
    expect([answer.message, answer.extensions]).toEqual([
      '"x" is not a Project id.',
      { code: 'BAD_USER_INPUT', requestId },
    ]);
  });

  it.each(['OVERLOADED', 'UNAVAILABLE'] as const)(
    'that is an outage leaves as %s; its cause stays inside',
    (code) => {
      const cause = new Error('connect ECONNREFUSED 10.0.0.7:5432');
      const outage = new Outage(code, 'The database does not answer. Try again.', cause);
      for (const thrown of [outage, new Error('Failed query: select secret', { cause: outage })]) {
        const { answer } = leave(thrown);
        expect([answer.message, answer.extensions]).toEqual([
          'The database does not answer. Try again.',
          { code, requestId },
        ]);
        expect(JSON.stringify(answer)).not.toMatch(/10\.0\.0\.7|secret/);
      }
    },
  );
});

describe('the last look at an error', () => {
  const log = pino({ level: 'silent' });

  it.each(publicCodes)('lets %s through with its sentence and no other extension', (code) => {
    const error = {
      message: 'Said.',
      extensions: { code, stacktrace: ['at inside'], serviceName: 'actors' },
    };
    expect(formatError(error, requestId, log)).toEqual({ message: 'Said.', extensions: { code, requestId } });
  });

  it.each(['OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED'])(
    'calls %s a bad request',
    (code) => {
      expect(formatError({ message: 'Said.', extensions: { code } }, requestId, log)).toEqual({
        message: 'Said.',
        extensions: { code: 'BAD_REQUEST', requestId },
      });
    },
  );

  it.each([undefined, 'INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR'])('masks the code %s', (code) => {
    expect(formatError({ message: 'inside', extensions: { code } }, requestId, log)).toEqual({
      message: masked,
      extensions: { code: 'INTERNAL', requestId },
    });
  });
});
