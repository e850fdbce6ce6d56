import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { newApiKey, prefixOf, readApiKey } from './api-key.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

test('a new key is found by the hash of the whole, and shows its first twelve characters', () => {
  const { secret, prefix, hash } = newApiKey();
  expect(secret).toMatch(/^cgk_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{59}$/);
  expect(readApiKey(secret)).toEqual({ prefix, hash });
  expect([prefix, prefixOf(secret)]).toEqual([secret.slice(0, 12), prefix]);
  expect(hash).toBe(createHash('sha256').update(secret).digest('hex'));
});

test('a thousand keys differ in what is shown and in what is not', () => {
  const keys = Array.from({ length: 1_000 }, newApiKey);
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(1_000);
  expect(new Set(keys.map(({ secret }) => secret.slice(13, 65))).size).toBe(1_000);
});

test('the checksum is as documented, so that a scanner elsewhere can tell a key', () => {
  // Computed apart from our code.
  const known = `cgk_00000000_${'0'.repeat(52)}10hyxmj`;
  expect(readApiKey(known)?.hash).toBe(createHash('sha256').update(known).digest('hex'));
});

test('a key with any one character wrong is no key', () => {
  const { secret } = newApiKey();
  const wrong = Array.from(secret, (own, at) =>
    [...alphabet]
      .filter((other) => other !== own)
      .map((other) => secret.slice(0, at) + other + secret.slice(at + 1)),
  ).flat();
  expect(wrong.length).toBeGreaterThan(2_200);
  expect(wrong.filter((text) => readApiKey(text) !== null)).toEqual([]);
});

test.each([
  ['cut', (key: string) => key.slice(0, -1)],
  ['with more behind it', (key: string) => `${key}0`],
  ['in capitals', (key: string) => key.toUpperCase()],
  ['with a line break', (key: string) => `${key}\n`],
  [
    'with two neighbours exchanged',
    (key: string) => key.replace(/([a-h])([0-9])|([0-9])([a-h])/, '$2$1$4$3'),
  ],
])('a key %s is no key', (_what, spoil) => {
  expect(readApiKey(spoil(newApiKey().secret))).toBeNull();
});
