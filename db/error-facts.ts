/** What may be kept of an error, in a log or beside a job: its kind, where it came from, and what it says,
 *  without the values a statement was sent with or the database repeats. They may be about people. */
export interface ErrorFacts {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: ErrorFacts;
}

export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Not an error.' };
  const { name, stack = '', cause } = error;
  const { code, constraint_name: server, constraint: embedded } = error as Error & Record<string, unknown>;
  const constraint = server ?? embedded;
  return {
    type: name,
    message: messageOf(error),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    // The first lines of a stack repeat the message.
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(cause instanceof Error ? { cause: errorFacts(cause) } : {}),
  };
}

function messageOf(error: Error): string {
  // Codes of class 22 are about values, and the database repeats them.
  if ('severity' in error && 'code' in error && /^22/.test(String(error.code)))
    return 'The database refused a value.';
  return error.message.replace(/\nparams: [\s\S]*$/, '');
}
