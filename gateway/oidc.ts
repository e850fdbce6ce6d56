import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { developmentIssuer } from '../schema/personas.ts';
import { WrongValue } from '../schema/values/wrong-value.ts';
import type { Issuer } from './issuer.ts';
import { isOver, leewaySeconds, profileOf } from './oidc.claims.ts';
import { type IssuerKeys, issuerKeys, type Log } from './oidc.keys.ts';
import type { IssuerSettings } from './oidc.settings.ts';
import type { RecordSignIn } from './sign-in.ts';
import type { Subject, Verify } from './viewer.ts';

const tokenMax = 8_192;
const subjectMax = 255;
/** RFC 9068 names access tokens `at+jwt`; before it they were called `JWT`, or nothing at all. */
const typesKnown = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

export interface VerifierOptions {
  /** Null in production. */
  development: Issuer | null;
  issuers: readonly IssuerSettings[];
  /** Makes a person of whoever an outside issuer names for the first time. */
  recordSignIn: RecordSignIn;
  log: Log;
}

/** Checks tokens of every issuer there is: each by its own keys, algorithms and audience. */
export function tokenVerifier({ development, issuers, recordSignIn, log }: VerifierOptions): Verify {
  const outside = new Map(
    issuers.map((settings) => [settings.issuer, { settings, keys: issuerKeys(settings, log) }]),
  );
  return async (token) => {
    assertStrict(token);
    const { iss } = decodeJwt(token);
    if (development && iss === developmentIssuer) return development.verify(token);
    const issuer = outside.get(iss ?? '');
    if (!issuer) throw new WrongValue('No issuer of this name is configured.');
    return verifyOutside(token, issuer.settings, issuer.keys, recordSignIn);
  };
}

async function verifyOutside(
  token: string,
  { issuer, audience, algorithms, linkBy }: IssuerSettings,
  keys: IssuerKeys,
  recordSignIn: RecordSignIn,
): Promise<Subject> {
  const { typ } = decodeProtectedHeader(token);
  if (!typesKnown.includes(typ?.toLowerCase())) throw new WrongValue('A token of this type opens nothing.');
  // Asked before: keys that change meanwhile are not those it was checked with.
  const isCurrent = keys.current();
  const { payload } = await jwtVerify(token, keys.get, {
    algorithms,
    issuer,
    audience,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: leewaySeconds,
  });
  const { sub: subject } = payload;
  if (typeof subject !== 'string' || !isPlain(subject)) throw new WrongValue('`sub` cannot be used.');
  const profile = profileOf(payload, linkBy);
  return {
    issuer,
    subject,
    enter: () => recordSignIn({ issuer, subject, ...profile }),
    isGood: () => isCurrent() && !isOver({ exp: payload.exp }),
  };
}

/** Refuses whatever can be written in two ways. Decoders are lenient: they skip padding, blanks and the bits
 *  that do not count, so that one token would have many spellings, and what looks at the text of a token (a
 *  filter, a log, a list of what was revoked) could be passed by. */
export function assertStrict(token: string): void {
  const parts = token.split('.');
  const isCanonical = (part: string) =>
    part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
  if (token.length > tokenMax || parts.length !== 3 || !parts.every(isCanonical)) {
    throw new WrongValue('This is not a signed token in its one spelling.');
  }
}

const isPlain = (subject: string) =>
  subject !== '' && subject.length <= subjectMax && !/[\p{Cc}\p{Cs}]/u.test(subject);
