import { describe, expect, it } from 'vitest';
import { WrongValue } from '../schema/values/wrong-value.ts';
import { readIssuers } from './oidc.settings.ts';

const issuer = 'https://login.example.org/realms/lab';
const entry = { issuer, audience: 'cograph' };
const read = (list: unknown, isProduction = false) => readIssuers(JSON.stringify(list), { isProduction });
const said = (list: unknown, isProduction = false) => {
  try {
    return read(list, isProduction);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('issuers', () => {
  it('need an address and an audience; the rest has defaults that trust the issuer with nothing', () => {
    expect(read([entry])).toEqual([
      {
        issuer,
        audience: ['cograph'],
        jwksUri: null,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        linkBy: [],
      },
    ]);
    const whole = {
      issuer: 'http://127.0.0.1:8080/',
      audience: ['a', 'b'],
      jwksUri: 'http://10.0.0.7/keys',
      algorithms: ['ES512'],
      linkBy: ['orcid', 'email'],
    };
    expect(read([whole])).toEqual([whole]);
    expect(read([])).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a word', 'a', 'OIDC_ISSUERS must be a JSON list of issuers.'],
    [
      'an entry that is none',
      [1],
      'OIDC_ISSUERS[0] must be an object with at least `issuer` and `audience`.',
    ],
    [
      'no audience',
      [{ issuer }],
      'OIDC_ISSUERS[0].audience must be a text or a list of texts: for whom tokens are issued.',
    ],
    [
      'an empty audience',
      [{ issuer, audience: [] }],
      'OIDC_ISSUERS[0].audience must be a text or a list of texts: for whom tokens are issued.',
    ],
    [
      'the issuer of personas',
      [entry, { ...entry, issuer: 'urn:cograph:development' }],
      'OIDC_ISSUERS[1].issuer must be an address such as https://login.example.org/realms/lab .',
    ],
    [
      'a slip in a name',
      [{ ...entry, audiance: 'a' }],
      'OIDC_ISSUERS[0] has `audiance`, which is not known; there are: issuer, audience, jwksUri, algorithms, linkBy.',
    ],
    ['an issuer twice', [entry, entry], `OIDC_ISSUERS names ${issuer} twice: give each issuer one entry.`],
    [
      'trust in what is not known',
      [{ ...entry, linkBy: ['name'] }],
      'OIDC_ISSUERS[0].linkBy must be a list with some of: orcid, email.',
    ],
    [
      'twenty-one issuers',
      Array.from({ length: 21 }, (_, at) => ({ ...entry, issuer: `${issuer}${at}` })),
      'OIDC_ISSUERS has 21 issuers; at most 20 are possible.',
    ],
  ])('with %s are refused with one sentence', (_what, list, sentence) => {
    expect(said(list)).toBe(sentence);
  });

  it.each(['none', 'HS256', 'HS384', 'HS512', 'RSA1_5', 'rs256'])(
    'cannot be allowed to sign by %s',
    (algorithm) => {
      expect(said([{ ...entry, algorithms: ['RS256', algorithm] }])).toBe(
        'OIDC_ISSUERS[0].algorithms must be a list with some of: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519.',
      );
    },
  );

  it('in production say https, or stand on the same machine', () => {
    const told = 'must begin with https:// in production: whoever is on the way could otherwise send keys.';
    expect(said([{ ...entry, issuer: 'http://login.example.org' }], true)).toBe(
      `OIDC_ISSUERS[0].issuer ${told}`,
    );
    expect(said([{ ...entry, jwksUri: 'http://10.0.0.7/keys' }], true)).toBe(
      `OIDC_ISSUERS[0].jwksUri ${told}`,
    );
    for (const host of ['127.0.0.1:9', 'localhost', '[::1]:9']) {
      expect(read([{ ...entry, issuer: `http://${host}` }], true)).toHaveLength(1);
    }
    expect(read([entry, { ...entry, issuer: 'https://10.0.0.7' }], true)).toHaveLength(2);
  });

  it('that are not JSON are refused with one sentence', () => {
    expect(() => readIssuers('[{', { isProduction: false })).toThrow(
      new WrongValue('OIDC_ISSUERS is not JSON: write a list such as [{"issuer": …, "audience": …}].'),
    );
  });
});
