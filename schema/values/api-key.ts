import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

// `cgk_`, 8 characters that may be shown, `_`, 52 that hold 256 random bits, 7 of a checksum over all before
// them. By the first four and the checksum a scanner knows a key that leaked from anything that looks alike.

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const form = /^cgk_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{59}$/;
const checksumLength = 7;
const prefixLength = 12;

/** What is kept of a key: what may be shown of it, and what it is found by. */
export interface KeptKey {
  /** `cgk_` and 8 characters. */
  prefix: string;
  /** SHA-256 of the whole key, in hex. 256 random bits cannot be guessed, so nothing slower is needed. */
  hash: string;
}

/** A new key with 256 random bits. `secret` is to be shown once and kept nowhere. */
export function newApiKey(): KeptKey & { secret: string } {
  const prefix = `cgk_${base32(randomBytes(5), 8)}`;
  const text = `${prefix}_${base32(randomBytes(32), 52)}`;
  const secret = text + checksumOf(text);
  return { prefix, hash: hashOf(secret), secret };
}

/** The text as a key, or null where it cannot be one: cut, mistyped or made up. It says nothing about
 *  whether the key is good. */
export function readApiKey(text: string): KeptKey | null {
  if (!form.test(text)) return null;
  const body = text.slice(0, -checksumLength);
  if (checksumOf(body) !== text.slice(-checksumLength)) return null;
  return { prefix: prefixOf(text), hash: hashOf(text) };
}

/** What may be shown of a key, of the whole or of what somebody noted of it. */
export const prefixOf = (text: string) => text.slice(0, prefixLength);

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

function checksumOf(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return base32(bytes, checksumLength);
}

function base32(bytes: Buffer, length: number): string {
  let text = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); text.length < length; rest >>= 5n)
    text = alphabet[Number(rest & 31n)] + text;
  return text;
}
