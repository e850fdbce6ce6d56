import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** Where the two halves of the gateway's key are. */
export interface KeyFiles {
  /** The gateway's alone: whoever reads it can be anybody. */
  privateFile: string;
  /** For the subgraphs: checks, cannot sign. */
  publicFile: string;
}

const keptMax = 3;

/** Makes a new key. The public file keeps the keys before it, so that subgraphs that already read it take
 *  both while the gateway goes over. Gives the new key's id. */
export async function createGatewayKey({ privateFile, publicFile }: KeyFiles): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const { kty, crv, x } = jwk;
  const known = existsSync(publicFile) ? readPublicKeys(publicFile).keys : [];
  const keys = [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }, ...known].slice(0, keptMax);
  for (const file of [privateFile, publicFile]) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(publicFile, `${JSON.stringify({ keys }, null, 2)}\n`);
  writeFileSync(privateFile, `${JSON.stringify(jwk)}\n`, { mode: 0o600 });
  return kid;
}

/** The gateway's own key. Throws a sentence with the way out when there is none. */
export function readPrivateKey(file: string): JWK {
  const jwk = read(file) as JWK;
  if (!jwk.d) throw new Error(`${file} holds no private key. Make one with \`cograph gateway-key create\`.`);
  return jwk;
}

/** What subgraphs check with. Throws a sentence with the way out when there is nothing, or too much. */
export function readPublicKeys(file: string): JSONWebKeySet {
  const { keys } = read(file) as { keys?: JWK[] };
  if (!Array.isArray(keys) || keys.length === 0 || keys.some(({ d }) => d)) {
    throw new Error(`${file} must hold public keys, and only those. Give subgraphs the public file.`);
  }
  return { keys };
}

function read(file: string): object {
  if (!existsSync(file)) {
    throw new Error(`There is no key in ${file}. Make one with \`cograph gateway-key create\`.`);
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch (error) {
    throw new Error(`The key in ${file} cannot be read.`, { cause: error });
  }
}
