import { sql } from 'drizzle-orm';
import { generateKeyPair, exportJWK } from 'jose';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { schemas } from '../cli/rooms.ts';
import { Outage } from '../schema/errors.ts';
import { openSigner } from '../schema/viewer-token.ts';
import { openApart } from '../tests/kit/apart.ts';
import { freshDatabase } from '../tests/kit/database.ts';
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

it('is recorded once, also where the owner of people runs apart', async () => {
  await using fresh = await freshDatabase();
  await using apart = await openApart(schemas, fresh.database, pino({ level: 'silent' }));
  const signIn = {
    ...{ issuer: 'https://a.example', subject: 'b' },
    ...{ name: 'Ada Apart', email: null, verifiedEmail: null, orcid: null },
  };
  const record = recordSignInThrough(apart.sources['actors']!);
  await Promise.all(Array.from({ length: 5 }, () => record(signIn)));
  const known = await fresh.database.read.execute(sql`select s.issuer, s.subject, p.name_en
    from actors.sign_in s join actors.person p on p.id = s.person_id`);
  expect(known).toEqual([{ issuer: 'https://a.example', subject: 'b', name_en: 'Ada Apart' }]);
});
