import type { AddressInfo } from 'node:net';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Logger } from 'pino';
import type { Database } from '../../db/client.ts';
import type { LineSettings } from '../../gateway/remote/line.ts';
import { remoteSource } from '../../gateway/remote/remote-source.ts';
import { createSubgraphHttp } from '../../gateway/remote/subgraph-http.ts';
import type { Times } from '../../gateway/times.ts';
import { openSigner, openVerifier, type SignViewer } from '../../schema/viewer-token.ts';

/** Both halves of a gateway's key. */
export interface Keys {
  privateKey: JWK;
  publicKeys: JSONWebKeySet;
}

export async function newKeys(): Promise<Keys> {
  const privateKey = await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey);
  const { kty, crv, x } = privateKey;
  return {
    privateKey,
    publicKeys: { keys: [{ kty, crv, x, kid: await calculateJwkThumbprint(privateKey) }] },
  };
}

/** Subgraphs behind HTTP, each on a port of its own, and where a gateway asks them. */
export interface Apart extends AsyncDisposable {
  sources: Record<string, GraphQLDataSource>;
  urls: Record<string, string>;
  apps: Record<string, FastifyInstance>;
  keys: Keys;
  sign: SignViewer;
}

/** Puts the subgraphs of one test process behind HTTP: what is apart but the processes. */
export async function openApart(
  schemas: Record<string, GraphQLSchema>,
  database: Database,
  log: Logger,
  options: { times?: Times; line?: LineSettings; keys?: Keys; port?: number } = {},
): Promise<Apart> {
  const keys = options.keys ?? (await newKeys());
  const sign = await openSigner(keys.privateKey);
  const opened = await Promise.all(
    Object.entries(schemas).map(async ([name, schema]) => {
      const verify = openVerifier(keys.publicKeys, name);
      const app = createSubgraphHttp({ schema, database, verify, log });
      await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
      const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
      return { name, app, url, source: remoteSource({ name, url, sign, log, ...options }) };
    }),
  );
  return {
    sources: Object.fromEntries(opened.map(({ name, source }) => [name, source])),
    urls: Object.fromEntries(opened.map(({ name, url }) => [name, url])),
    apps: Object.fromEntries(opened.map(({ name, app }) => [name, app])),
    keys,
    sign,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map(({ source }) => source.close()));
      await Promise.all(opened.map(({ app }) => app.close()));
    },
  };
}
