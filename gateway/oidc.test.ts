import { importJWK, type JWTHeaderParameters, SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Outage } from '../schema/errors.ts';
import { audience, openRealIssuer, type RealIssuer } from '../tests/kit/issuer.ts';
import { openDevelopmentIssuer } from './issuer.ts';
import { tokenVerifier } from './oidc.ts';
import type { IssuerSettings } from './oidc.settings.ts';
import type { Verify } from './viewer.ts';

const usual = { audience: [audience], jwksUri: null, algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] };
const log = pino({ level: 'silent' });
const verifierOf = (more: Partial<IssuerSettings> & { issuer: string }): Verify =>
  tokenVerifier({
    development: null,
    issuers: [{ ...usual, linkBy: [], ...more }],
    recordSignIn: () => Promise.resolve(),
    log,
  });

let real: RealIssuer;
let verify: Verify;
beforeAll(async () => {
  real = await openRealIssuer({ li: {} });
  verify = verifierOf({ issuer: real.issuer });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => real[Symbol.asyncDispose]());

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const good = { exp: inSeconds(3_600) };
const isRefused = (token: string, by = verify) =>
  by(token).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Outage) throw error;
      return true;
    },
  );
const accepted = {
  ...{ issuer: '', subject: 'forged' },
  enter: expect.any(Function) as () => Promise<void>,
  isGood: expect.any(Function) as () => boolean,
};

describe('a token', () => {
  it('that the issuer gave is taken for whom it names', async () => {
    const { issuer } = real;
    expect(await verify(await real.token('li'))).toEqual({ ...accepted, issuer, subject: 'li' });
    expect(await verify(await real.forge(good))).toEqual({ ...accepted, issuer });
  });

  it.each<[string, Record<string, unknown>, Partial<JWTHeaderParameters>?]>([
    ['for another audience', { ...good, aud: 'another' }],
    ['for no audience', { ...good, aud: undefined }],
    ['of an issuer nobody configured', { ...good, iss: 'https://another.example' }],
    ['whose issuer differs by a slash', { ...good, iss: 'slash' }],
    ['without an issuer', { ...good, iss: undefined }],
    ['that never ends', {}],
    ['whose end is a word', { exp: 'tomorrow' }],
    ['that begins tomorrow', { ...good, nbf: inSeconds(86_400) }],
    ['without a subject', { ...good, sub: undefined }],
    ['with an empty subject', { ...good, sub: '' }],
    ['with a subject of two lines', { ...good, sub: 'a\nb' }],
    ['with a NUL in its subject', { ...good, sub: 'a\u0000b' }],
    ['with a subject of 256 characters', { ...good, sub: 'a'.repeat(256) }],
    ['of the type of a logout', good, { typ: 'logout+jwt' }],
    ['of the type of an identity assertion', good, { typ: 'dpop+jwt' }],
    ['with an extension that must be understood', good, { crit: ['new'], new: 1 }],
    ['longer than 8,192 characters', { ...good, more: 'a'.repeat(8_000) }],
    ['with a key nobody published', good, { kid: 'unknown' }],
  ])('%s is refused', async (_what, claims, header) => {
    const iss = claims['iss'] === 'slash' ? `${real.issuer}/` : claims['iss'];
    const given = 'iss' in claims ? { ...claims, iss } : claims;
    expect(await isRefused(await real.forge(given, header))).toBe(true);
  });

  it.each(['JWT', 'at+jwt', 'AT+JWT', 'application/at+jwt', undefined])(
    'of the type %s is good',
    async (typ) => {
      expect(await isRefused(await real.forge(good, { typ }))).toBe(false);
    },
  );

  it('is good for sixty seconds more than it says, and not for sixty-one', async () => {
    const now = Date.now();
    const token = await real.forge({ exp: Math.floor(now / 1_000) });
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(now / 1_000) * 1_000 + 59_000 });
    expect(await isRefused(token)).toBe(false);
    vi.setSystemTime(Math.floor(now / 1_000) * 1_000 + 61_000);
    expect(await isRefused(token)).toBe(true);
  });

  it('is refused when its signature, or a letter under it, is another', async () => {
    const [head, body, signature] = (await real.forge(good)).split('.') as [string, string, string];
    const [, otherBody, otherSignature] = (await real.forge({ ...good, sub: 'b' })).split('.');
    expect(await isRefused(`${head}.${otherBody}.${signature}`)).toBe(true);
    expect(await isRefused(`${head}.${body}.${otherSignature}`)).toBe(true);
    expect(await isRefused(`${head}.${body}.`)).toBe(true);
    expect(await isRefused(`${head}.${body}`)).toBe(true);
    expect(await isRefused(`${head}.${body}.${signature}`)).toBe(false);
  });
});

/** A token without a signature, as `none` writes it. */
function unsigned(claims: Record<string, unknown>, header: object = {}): string {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const said = { iss: real.issuer, aud: audience, sub: 'forged', ...claims };
  return `${encoded({ alg: 'none', ...header })}.${encoded(said)}.`;
}

describe('a signature', () => {
  const claims = () => ({ ...good, iss: real.issuer, aud: audience, sub: 'forged' });

  it.each(['none', 'NONE', 'None', ''])('by "%s" is none', async (alg) => {
    const token = unsigned(good, { alg });
    expect([await isRefused(token), await isRefused(`${token}AAAA`)]).toEqual([true, true]);
  });

  it('made with the published key as if it were a secret is refused', async () => {
    const open = { ...real.key(), d: undefined };
    const { keys } = (await (await fetch(`${real.issuer}/jwks`)).json()) as { keys: object[] };
    for (const secret of [JSON.stringify(open), JSON.stringify(keys[0]), open.x ?? '', 'secret']) {
      for (const alg of ['HS256', 'HS384', 'HS512']) {
        const header = { alg, kid: open.kid };
        const bytes = new TextEncoder().encode(secret.padEnd(64));
        const token = await new SignJWT(claims()).setProtectedHeader(header).sign(bytes);
        expect(await isRefused(token)).toBe(true);
      }
    }
  });

  it('made with a key that the token brings along is refused', async () => {
    const other = await openRealIssuer({});
    const open = { ...other.key(), d: undefined };
    const sign = async (more: object) =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'ES256', ...more })
        .sign(await importJWK(other.key(), 'ES256'));
    const jku = `${other.issuer}/jwks`;
    for (const more of [{ jwk: open }, { jku, kid: open.kid }, { kid: real.key().kid, jwk: open }, {}]) {
      expect(await isRefused(await sign(more))).toBe(true);
    }
    expect(other.keyRequests()).toBe(0);
    await other[Symbol.asyncDispose]();
  });

  it('by an algorithm that this issuer may not use is refused', async () => {
    const narrow = verifierOf({ issuer: real.issuer, algorithms: ['RS256'] });
    expect(await isRefused(await real.forge(good), narrow)).toBe(true);
    expect(await isRefused(await real.forge(good), verifierOf({ issuer: real.issuer }))).toBe(false);
  });

  it.each(['RS256', 'PS256', 'EdDSA'])('by %s is checked as well', async (algorithm) => {
    const other = await openRealIssuer({ li: {} }, algorithm);
    const by = verifierOf({ issuer: other.issuer });
    expect([
      await isRefused(await other.token('li'), by),
      await isRefused(await real.forge(good), by),
    ]).toEqual([false, true]);
    await other[Symbol.asyncDispose]();
  });
});

describe('a token has one spelling:', () => {
  const parts = async () => (await real.forge(good)).split('.') as [string, string, string];
  /** The same bytes under another last letter: its lowest bits do not count. */
  const respelled = (part: string) => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const same = (letter: string) =>
      Buffer.from(part.slice(0, -1) + letter, 'base64url').equals(Buffer.from(part, 'base64url'));
    return [...alphabet]
      .map((letter) => part.slice(0, -1) + letter)
      .find((each) => each !== part && same(each.at(-1)!));
  };
  it.each<[string, (part: string) => string | undefined]>([
    ['no padding', (part) => `${part}${'='.repeat((4 - (part.length % 4)) % 4 || 4)}`],
    ['no letters of plain base64', (part) => part.replaceAll('-', '+').replaceAll('_', '/')],
    ['no space', (part) => `${part} `],
    ['no line break', (part) => `${part.slice(0, 8)}\n${part.slice(8)}`],
    ['no other last letter', respelled],
    ['no letter outside its alphabet', (part) => `${part.slice(0, 8)}*${part.slice(8)}`],
  ])('%s', async (_what, spell) => {
    let tried = 0;
    while (tried < 9) {
      const written = await parts();
      for (const index of [0, 1, 2]) {
        const other = spell(written[index]!);
        // Not every part has such a letter.
        if (other === undefined || other === written[index]) continue;
        tried += 1;
        expect(await isRefused(written.with(index, other).join('.'))).toBe(true);
      }
      expect(await isRefused(written.join('.'))).toBe(false);
    }
  });
});

it('refuses a token of the development issuer where there is none, whoever is configured', async () => {
  const development = await openDevelopmentIssuer(null);
  const token = await development.token('auditor');
  expect(await isRefused(token)).toBe(true);
  const both = tokenVerifier({ development, issuers: [], recordSignIn: () => Promise.resolve(), log });
  expect((await both(token)).subject).toBe('auditor');
});
