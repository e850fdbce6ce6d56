import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { Outage } from '../schema/errors.ts';
import { type IssuerSettings, isSafe } from './oidc.settings.ts';

/** How old keys may become before the issuer is asked again. */
const freshMsMax = 10 * 60_000;
/** A token with an unknown key asks the issuer again at most this often, however many such tokens arrive. */
const pauseMs = 10_000;
/** How long the last good keys serve while the issuer does not answer. */
const keptMsMax = 24 * 60 * 60_000;
const answerMsMax = 3_000;
const answerBytesMax = 256 * 1024;

/** The part of a logger that this needs. */
export interface Log {
  warn(facts: object, sentence: string): void;
}

/** The keys of one issuer. */
export interface IssuerKeys {
  get: JWTVerifyGetKey;
  /** Gives what says, later, whether the keys of now are still those to check with. */
  current: () => () => boolean;
}

/** The keys of an issuer: rotation is seen without a restart, and the last good ones are kept for a day while
 *  the issuer is down. Throws an `Outage` where there are none to check with. */
export function issuerKeys(settings: IssuerSettings, log: Log): IssuerKeys {
  const { issuer } = settings;
  let kept: { text: string; at: number } | null = null;
  let failedAt = -Infinity;
  const isTooOld = () => !kept || Date.now() - kept.at >= keptMsMax;

  /** The newest keys, or the last good ones. */
  const fetchKeys = async (_url: string, { signal }: { signal: AbortSignal }): Promise<Response> => {
    const isPausing = Date.now() - failedAt < pauseMs;
    if (!isPausing) {
      try {
        kept = { text: await askForKeys(settings, signal), at: Date.now() };
        return new Response(kept.text);
      } catch (error) {
        failedAt = Date.now();
        log.warn({ issuer, err: error }, 'An issuer did not give its keys; the last good ones are used.');
      }
    }
    if (!kept || isTooOld()) {
      throw new Outage('UNAVAILABLE', 'Your token cannot be checked now: its issuer does not answer.');
    }
    return new Response(kept.text);
  };
  const remote = createRemoteJWKSet(new URL(settings.jwksUri ?? issuer), {
    cacheMaxAge: freshMsMax,
    cooldownDuration: pauseMs,
    timeoutDuration: answerMsMax,
    [customFetch]: fetchKeys,
  });
  return {
    get: async (header, token) => {
      // What was kept may count as fresh for some minutes more than a day.
      if (kept && isTooOld()) await remote.reload();
      return remote(header, token);
    },
    current: () => {
      const now = kept;
      return () => now !== null && kept?.text === now.text && Date.now() - kept.at < freshMsMax;
    },
  };
}

/** The text of a key set with a key in it: an issuer that answers with anything else is as good as down. */
async function askForKeys({ issuer, jwksUri }: IssuerSettings, signal: AbortSignal): Promise<string> {
  const text = await read(jwksUri ?? (await discover(issuer, signal)), signal);
  const set = JSON.parse(text) as JSONWebKeySet;
  createLocalJWKSet(set);
  if (set.keys.length === 0) throw new Error('The key set of the issuer has no keys.');
  return text;
}

/** Where the issuer says its keys are (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string, signal: AbortSignal): Promise<string> {
  const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const said = JSON.parse(await read(document, signal)) as { issuer?: unknown; jwks_uri?: unknown };
  if (said.issuer !== issuer) throw new Error(`${document} speaks for another issuer.`);
  const { jwks_uri: address } = said;
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
  const isAsSafe = url && (isSafe(url) || !isSafe(new URL(issuer)));
  if (!isAsSafe) throw new Error(`${document} does not say safely where its keys are.`);
  return url.href;
}

async function read(address: string, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const response = await fetch(address, { signal, headers, redirect: 'manual' });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${address} answered with status ${response.status}.`);
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > answerBytesMax)
      throw new Error(`${address} answered with more than ${answerBytesMax} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
