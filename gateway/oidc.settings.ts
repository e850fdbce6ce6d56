import { WrongValue } from '../schema/values/wrong-value.ts';

/** What a signature may be made with: each has a public half, so that who checks cannot mint. Never `none`,
 *  never HS256 and its like, whose key signs as well as it checks. */
export const algorithmsKnown = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;
const algorithmsUsual = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** By what a first sign-in may be taken for a person who is known already. */
export type Link = 'orcid' | 'email';
const links: readonly Link[] = ['orcid', 'email'];

/** An issuer whose tokens are accepted. */
export interface IssuerSettings {
  /** Exactly what stands in `iss`. */
  issuer: string;
  /** A token must be for one of these. */
  audience: string[];
  /** Where its keys are; null to ask the issuer's own discovery document. */
  jwksUri: string | null;
  algorithms: string[];
  /** What this issuer is trusted to have checked. Empty: a first sign-in is always a new person. */
  linkBy: Link[];
}

const issuersMax = 20;
const known = ['issuer', 'audience', 'jwksUri', 'algorithms', 'linkBy'];

/** Reads the list of issuers, written in JSON. Throws one sentence that names the issuer and the way out. */
export function readIssuers(text: string, { isProduction }: { isProduction: boolean }): IssuerSettings[] {
  const list = parseList(text);
  const settings = list.map((each, index) => readIssuer(each, `OIDC_ISSUERS[${index}]`, isProduction));
  const twice = settings.find(({ issuer }, at) => settings.findIndex((one) => one.issuer === issuer) < at);
  if (twice) throw new WrongValue(`OIDC_ISSUERS names ${twice.issuer} twice: give each issuer one entry.`);
  return settings;
}

function parseList(text: string): unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new WrongValue('OIDC_ISSUERS is not JSON: write a list such as [{"issuer": …, "audience": …}].');
  }
  if (!Array.isArray(list)) throw new WrongValue('OIDC_ISSUERS must be a JSON list of issuers.');
  if (list.length > issuersMax) {
    throw new WrongValue(`OIDC_ISSUERS has ${list.length} issuers; at most ${issuersMax} are possible.`);
  }
  return list as unknown[];
}

function readIssuer(value: unknown, where: string, isProduction: boolean): IssuerSettings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WrongValue(`${where} must be an object with at least \`issuer\` and \`audience\`.`);
  }
  const given = value as Record<string, unknown>;
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new WrongValue(`${where} has \`${strange}\`, which is not known; there are: ${known.join(', ')}.`);
  }
  const { jwksUri } = given;
  return {
    issuer: readAddress(given['issuer'], `${where}.issuer`, isProduction),
    audience: readWords(given['audience'], `${where}.audience`),
    jwksUri: jwksUri === undefined ? null : readAddress(jwksUri, `${where}.jwksUri`, isProduction),
    algorithms: readChoice(given['algorithms'] ?? algorithmsUsual, algorithmsKnown, `${where}.algorithms`),
    linkBy: given['linkBy'] === undefined ? [] : readChoice<Link>(given['linkBy'], links, `${where}.linkBy`),
  };
}

/** Kept as it is written: `iss` is compared letter by letter. */
function readAddress(value: unknown, where: string, isProduction: boolean): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (typeof value !== 'string' || !url || !/^https?:$/.test(url.protocol) || url.hash || url.username) {
    throw new WrongValue(`${where} must be an address such as https://login.example.org/realms/lab .`);
  }
  if (isProduction && !isSafe(url)) {
    throw new WrongValue(
      `${where} must begin with https:// in production: whoever is on the way could otherwise send keys.`,
    );
  }
  return value;
}

/** Whether nobody on the way can change what the address says; without https only this machine's own. */
export const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

function readWords(value: unknown, where: string): string[] {
  const words: unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
  const isWord = (word: unknown): word is string => typeof word === 'string' && word !== '';
  if (words.length === 0 || !words.every(isWord)) {
    throw new WrongValue(`${where} must be a text or a list of texts: for whom tokens are issued.`);
  }
  return words;
}

function readChoice<Word extends string>(value: unknown, from: readonly Word[], where: string): Word[] {
  const isKnown = (word: unknown): word is Word => (from as readonly unknown[]).includes(word);
  if (!Array.isArray(value) || !value.every(isKnown) || value.length === 0) {
    throw new WrongValue(`${where} must be a list with some of: ${from.join(', ')}.`);
  }
  return value;
}
