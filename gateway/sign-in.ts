import { randomUUID } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { Denials } from '../schema/context.ts';
import { Outage } from '../schema/errors.ts';
import type { Profile } from './oidc.claims.ts';
import { type GraphRequest, nobodyAt } from './request.ts';

/** Whom an issuer named, with what it says of them. */
export type SignIn = { issuer: string; subject: string } & Profile;

/** Lets the issuer's subject stand for a person from now on. Harmless when it does already. */
export type RecordSignIn = (signIn: SignIn) => Promise<void>;

const query = `mutation SignInRecord($input: SignInRecordInput!) { signInRecord(input: $input) }`;

/** Has the owner of people record a first sign-in, by a mutation that the composed graph does not show. It
 *  goes the way every fetch goes, so that it does not matter whether that subgraph runs in this process. */
export function recordSignInThrough(actors: GraphQLDataSource): RecordSignIn {
  return async (signIn) => {
    const context: GraphRequest = {
      id: randomUUID(),
      caller: nobodyAt('gateway'),
      viewer: null,
      locale: 'en',
      now: new Date(),
      denied: new Denials(),
    };
    const answering = actors.process({
      // The gateway asks for itself: of the kinds Apollo knows, this one has no client's request behind it.
      kind: 'health check' as never,
      request: { query, operationName: 'SignInRecord', variables: { input: signIn } },
      context,
    });
    // Another process that is away throws; one that answers says what is wrong.
    const { data, errors } = await answering.catch((error: unknown) => ({ data: null, errors: [error] }));
    if (data?.['signInRecord'] === true) return;
    const error = errors?.[0];
    const said = error instanceof GraphQLError ? error : null;
    if (said?.extensions['code'] === 'UNAVAILABLE') {
      throw new Outage('UNAVAILABLE', 'A first sign-in cannot be recorded now. Try again in a moment.', said);
    }
    throw new Error('A first sign-in was not recorded.', { cause: error });
  };
}
