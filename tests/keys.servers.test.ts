import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { newHome, runCograph, startServer } from './kit/server.ts';

const isProving = process.env.PROVE === '1' && inject('template') !== null;
if (!isProving) console.log('Keys through two processes: skipped; `npm run prove` on PostgreSQL runs it.');

test.skipIf(!isProving)(
  'a key that a third process revokes is refused by two servers within five seconds, production too',
  { timeout: 120_000 },
  async () => {
    await using home = await newHome({ isMigrated: true });
    // The first also fills in somebody to own a key; in the second no personas exist.
    await using first = await startServer(home.environment);
    await using second = await startServer({ ...home.environment, NODE_ENV: 'production' });
    const token = first.tokenOf('provider');
    const { data } = await first.ask<{ viewer: { person: { id: string } } }>('{ viewer { person { id } } }', {
      token,
    });
    const owner = data!.viewer.person.id;
    const words = ['--owner', owner, '--name', 'Portal', '--scope', 'read-member', 'explore'];
    const made = await runCograph(['key', 'create', ...words], home.environment);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const { secret, id } = JSON.parse(made.stdout.trimEnd().split('\n').at(-1)!) as {
      secret: string;
      id: string;
    };
    const seen = (server: typeof first) =>
      server.ask<{ viewer: { person: { id: string } } }>('{ viewer { person { id } } }', { token: secret });
    for (const server of [first, second]) expect((await seen(server)).data!.viewer.person.id).toBe(owner);
    expect((await second.ask('{ __typename }', { token })).status).toBe(401);

    const revoking = runCograph(['key', 'revoke', '--key', id], home.environment);
    const refusedMs = await Promise.all(
      [first, second].map(async (server) => {
        while ((await seen(server)).status !== 401) await sleep(10);
        return performance.now();
      }),
    );
    expect((await revoking).code).toBe(0);
    const apartMs = Math.abs(refusedMs[0]! - refusedMs[1]!);
    console.log(`the second server refused the key ${Math.round(apartMs)} ms from the first`);
    expect(apartMs).toBeLessThan(5_000);
    for (const said of [first, second].map((server) => server.stdout() + server.stderr()))
      expect(said).not.toContain(secret.slice(13));
  },
);
