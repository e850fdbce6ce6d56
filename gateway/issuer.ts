import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { developmentIssuer, personas } from '../schema/personas.ts';
import { isOver, leewaySeconds } from './oidc.claims.ts';
import type { Subject } from './viewer.ts';

/** Why there is no issuer in production. */
export const noPersonas =
  'Personas are for development. With NODE_ENV=production there is no built-in issuer.';
const audience = 'cograph';
const lifetime = '30d';

/** An issuer of tokens for personas: for development only. */
export interface Issuer {
  /** A token for the persona; throws a sentence that lists the personas when there is none of that name. */
  token(persona: string): Promise<string>;
  verify(token: string): Promise<Subject>;
}

/** Opens the built-in issuer with the key kept in the folder, or a passing key without one. It refuses to
 *  exist in  production: whoever reads the folder could be anybody. */
export async function openDevelopmentIssuer(folder: string | null): Promise<Issuer> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error(noPersonas);
  }
  const jwk = await keyOf(folder);
  const open = { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, 'EdDSA'), importJWK(open, 'EdDSA')]);
  return {
    async token(persona) {
      if (!personas.some(({ name }) => name === persona)) {
        const names = personas.map(({ name }) => name).join(', ');
        throw new Error(`There is no persona "${persona}". There are: ${names}.`);
      }
      return new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(developmentIssuer)
        .setAudience(audience)
        .setSubject(persona)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(privateKey);
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['EdDSA'],
        issuer: developmentIssuer,
        audience,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: leewaySeconds,
      });
      return { issuer: developmentIssuer, subject: payload.sub ?? '', isGood: () => !isOver(payload) };
    },
  };
}

async function keyOf(folder: string | null): Promise<JWK> {
  const file = folder && join(folder, 'development-issuer.json');
  if (file && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  if (!file) return jwk;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
    return jwk;
  } catch {
    // Another process was first: its key is the one that counts.
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  }
}
