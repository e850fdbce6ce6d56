import { generateKeyPair, exportJWK } from 'jose';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Outage } from '../schema/errors.ts';
import { openSigner } from '../schema/viewer-token.ts';
import { freePort } from '../tests/kit/postgres.ts';
import { remoteSource } from './remote/remote-source.ts';
import { recordSignInThrough } from './sign-in.ts';

it('is an outage, not a refusal, while the owner of people is away', async () => {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const url = `http://127.0.0.1:${await freePort()}/`;
  const sign = await openSigner(await exportJWK(privateKey));
  const actors = remoteSource({ name: 'actors', url, sign, log: pino({ level: 'silent' }) });
  const signIn = { name: null, email: null, verifiedEmail: null, orcid: null };
  const outcome: unknown = await recordSignInThrough(actors)({
    ...{ issuer: 'https://a.example', subject: 'b' },
    ...signIn,
  }).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Outage);
  await actors.close();
});
