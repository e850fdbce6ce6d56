import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { developmentIssuer, personas } from '../schema/personas.ts';
import { openDevelopmentIssuer } from './issuer.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cograph-issuer-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const taken = (subject: string) => ({
  ...{ issuer: developmentIssuer, subject },
  isGood: expect.any(Function) as () => boolean,
});
const keyFile = () => join(folder, 'development-issuer.json');

describe('the development issuer', () => {
  it('signs for every persona what it then trusts', async () => {
    const issuer = await openDevelopmentIssuer(folder);
    for (const { name } of personas) {
      expect(await issuer.verify(await issuer.token(name))).toEqual(taken(name));
    }
    const token = await issuer.token('stranger');
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA' });
    expect(claims).toEqual({ iss: developmentIssuer, aud: 'cograph', sub: 'stranger' });
    expect(exp - iat).toBe(30 * 86_400);
  });

  it('keeps its key between openings, for its owner to read alone', async () => {
    const token = await (await openDevelopmentIssuer(folder)).token('stranger');
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    const before = readFileSync(keyFile(), 'utf8');
    const again = await openDevelopmentIssuer(folder);
    expect(await again.verify(token)).toEqual(taken('stranger'));
    expect(readFileSync(keyFile(), 'utf8')).toBe(before);
  });

  it('agrees with others that open the same new folder at the same moment', async () => {
    const issuers = await Promise.all(Array.from({ length: 20 }, () => openDevelopmentIssuer(folder)));
    const tokens = await Promise.all(issuers.map((issuer) => issuer.token('member')));
    for (const [index, issuer] of issuers.entries()) {
      const other = tokens[(index + 1) % tokens.length] ?? '';
      expect((await issuer.verify(other)).subject).toBe('member');
    }
  });

  it('makes a folder that is not there, and without one a key that passes', async () => {
    const inner = join(folder, 'new', 'folder');
    await openDevelopmentIssuer(inner);
    expect(existsSync(join(inner, 'development-issuer.json'))).toBe(true);
    const [one, two] = await Promise.all([openDevelopmentIssuer(null), openDevelopmentIssuer(null)]);
    await expect(two.verify(await one.token('member'))).rejects.toThrow('signature verification failed');
  });

  it('refuses to exist in production, and leaves no key behind', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    await expect(openDevelopmentIssuer(folder)).rejects.toThrow(
      new Error('Personas are for development. With NODE_ENV=production there is no built-in issuer.'),
    );
    expect(existsSync(keyFile())).toBe(false);
  });

  it('answers an unknown persona with those there are', async () => {
    const issuer = await openDevelopmentIssuer(folder);
    await expect(issuer.token('nobody')).rejects.toThrow(
      new Error(
        'There is no persona "nobody". There are: stranger, participant, member, provider, operator, regulator, auditor.',
      ),
    );
  });
});
