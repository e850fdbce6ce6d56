import type { JWTPayload } from 'jose';
import { parseEmail } from '../schema/values/email.ts';
import { parseOrcid } from '../schema/values/orcid.ts';
import type { Link } from './oidc.settings.ts';

/** What a token says of a person, as far as its issuer is trusted with it. */
export interface Profile {
  name: string | null;
  /** How to reach the person; nobody is found by it. */
  email: string | null;
  /** An e-mail address that the issuer has checked and is trusted for: the person can be found by it. */
  verifiedEmail: string | null;
  /** Null unless the issuer is trusted for it. */
  orcid: string | null;
}

const nameMax = 200;
/** How much later than it says a token ends, so that clocks may differ. */
export const leewaySeconds = 60;

/** Whether a token with these claims has expired, leeway and all. */
export const isOver = ({ exp = 0 }: JWTPayload): boolean => Date.now() >= (exp + leewaySeconds) * 1_000;

/** Reads the claims of OpenID Connect (Core 1.0, section 5.1) and `orcid`; what cannot be used is left out.
 *
 *  An ORCID or an e-mail address leads to a person who is known already, with all their rights. An issuer at
 *  which people may write what they like would let anybody be anybody: so nothing is linked by what an issuer
 *  says unless the operator has said that it checks just this. */
export function profileOf(claims: JWTPayload, linkBy: readonly Link[]): Profile {
  const email = parsed(claims['email'], parseEmail);
  const isVerified = claims['email_verified'] === true;
  return {
    name: nameOf(claims),
    // An address said to be unchecked may be somebody else's.
    email: claims['email_verified'] === false ? null : email,
    verifiedEmail: linkBy.includes('email') && isVerified ? email : null,
    orcid: linkBy.includes('orcid') ? parsed(claims['orcid'], parseOrcid) : null,
  };
}

function nameOf(claims: JWTPayload): string | null {
  const [given, family] = [words(claims['given_name']), words(claims['family_name'])];
  const inParts = given && family && (isHan(given + family) ? `${family}${given}` : `${given} ${family}`);
  const nickname = words(claims['preferred_username']);
  // Names are public, e-mail addresses are not.
  return words(claims['name']) ?? inParts ?? (nickname?.includes('@') ? null : nickname);
}

const isHan = (text: string) => /\p{Script=Han}/u.test(text);

/** One line of ordinary characters, or null. */
function words(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const clean = value.normalize('NFC').trim();
  const isUsable = clean !== '' && clean.length <= nameMax && !/[\p{Cc}\p{Cs}]/u.test(clean);
  return isUsable ? clean : null;
}

function parsed(value: unknown, parse: (text: string) => string): string | null {
  if (typeof value !== 'string') return null;
  try {
    return parse(value);
  } catch {
    return null;
  }
}
