import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { Locale, Viewer } from './context.ts';

/** What the gateway tells a subgraph of one fetch. */
export interface Told {
  requestId: string;
  viewer: Viewer | null;
  locale: Locale;
  /** When the request arrived at the gateway. */
  now: Date;
  /** Milliseconds since 1970 after which nobody waits for the answer any more. */
  deadline: number;
}

/** Signs what one subgraph is told; another subgraph refuses it. */
export type SignViewer = (subgraph: string, told: Told) => Promise<string>;

/** Reads what was signed for this subgraph; throws at anything else. */
export type VerifyViewer = (token: string) => Promise<Told>;

const issuer = 'cograph-gateway';
const type = 'viewer+jwt';
const algorithm = 'EdDSA';
const lifetimeSeconds = 30;
/** By how much the clocks of two machines may differ. */
const leewaySeconds = 5;

/** The gateway's side: only it holds the private key. */
export async function openSigner(privateKey: JWK): Promise<SignViewer> {
  const [key, kid] = await Promise.all([
    importJWK(privateKey, algorithm),
    calculateJwkThumbprint(privateKey),
  ]);
  return (subgraph, { requestId, viewer, locale, now, deadline }) =>
    new SignJWT({ rid: requestId, viewer, locale, now: now.toISOString(), deadline })
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(issuer)
      .setAudience(subgraph)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(key);
}

/** A subgraph's side: public keys check and cannot sign. Several serve while one replaces another. */
export function openVerifier(publicKeys: JSONWebKeySet, subgraph: string): VerifyViewer {
  const keys = createLocalJWKSet(publicKeys);
  return async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [algorithm],
      typ: type,
      issuer,
      audience: subgraph,
      requiredClaims: ['exp', 'iat', 'rid', 'viewer', 'locale', 'now', 'deadline'],
      // Also of a token that promises itself a longer life.
      maxTokenAge: lifetimeSeconds,
      clockTolerance: leewaySeconds,
    });
    // The signature is the gateway's, and these are the claims that it signs above.
    const told = payload as unknown as Omit<Told, 'requestId' | 'now'> & { rid: string; now: string };
    const { rid, viewer, locale, now, deadline } = told;
    return { requestId: rid, viewer, locale, now: new Date(now), deadline };
  };
}
