import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import Provider from 'oidc-provider';

/** For whom the tokens of these tests are. */
export const audience = 'cograph';
const resource = 'https://graph.example';
const secret = 'a secret of the test';

/** What an issuer says of its people, by the name they sign in with. */
export type People = Record<string, Record<string, unknown>>;

/** A real OpenID provider on a port of its own. Its tokens are signed access tokens, got by the
 *  client-credentials grant: the name of the client is the `sub`. */
export interface RealIssuer extends AsyncDisposable {
  issuer: string;
  /** How often its keys were asked for. */
  keyRequests: () => number;
  /** Signs in over HTTP and gives the token. */
  token: (name: string) => Promise<string>;
  /** A token that the provider would not give, signed with the key it uses now. */
  forge: (claims: Record<string, unknown>, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  /** The key it uses now, private half included. */
  key: () => JWK;
  /** Takes a new key into use; `keepsOld` still shows the one before. */
  rotate: (options?: { keepsOld?: boolean }) => Promise<void>;
  /** Lets it answer everything with this, or again by itself. */
  answerWith: (answer: { status?: number; body: string } | 'nothing' | null) => void;
  down: () => Promise<void>;
  up: () => Promise<void>;
}

/** Opens an issuer at which these people can sign in. */
export async function openRealIssuer(people: People, algorithm = 'ES256'): Promise<RealIssuer> {
  let keys = [await newKey(algorithm)];
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  let provider = newProvider(issuer, people, keys, algorithm);
  let keyRequests = 0;
  let answer: { status?: number; body: string } | 'nothing' | null = null;
  const newest = () => keys[0]!;
  const up = async () => {
    if (!server.listening) server = await listen(port);
    server.on('request', (request, response) => {
      if (request.url === '/jwks') keyRequests += 1;
      if (answer === 'nothing') return;
      if (answer) response.writeHead(answer.status ?? 200).end(answer.body);
      else void provider.callback()(request, response);
    });
  };
  const down = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await up();
  return {
    issuer,
    keyRequests: () => keyRequests,
    key: newest,
    token: (name) => askForToken(issuer, name),
    forge: async (claims, header = {}) =>
      new SignJWT({ iss: issuer, aud: audience, sub: 'forged', ...claims })
        .setProtectedHeader({ alg: algorithm, kid: newest().kid, typ: 'at+jwt', ...header })
        .sign(await importJWK(newest(), algorithm), { crit: { new: true } }),
    async rotate({ keepsOld = true } = {}) {
      keys = [await newKey(algorithm), ...(keepsOld ? keys : [])];
      provider = newProvider(issuer, people, keys, algorithm);
    },
    answerWith: (next) => void (answer = next),
    down,
    up,
    [Symbol.asyncDispose]: () => (server.listening ? down() : Promise.resolve()),
  };
}

let made = 0;
async function newKey(algorithm: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig', kid: `key-${(made += 1)}` };
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function newProvider(issuer: string, people: People, keys: JWK[], algorithm: string): Provider {
  return new Provider(issuer, {
    jwks: { keys },
    clients: Object.keys(people).map((name) => ({
      client_id: name,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: algorithm as 'ES256',
    })),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: algorithm as 'ES256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => people[token.clientId ?? ''],
  });
}

async function askForToken(issuer: string, name: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: name,
      client_secret: secret,
      resource,
    }),
  });
  const { access_token: token, ...rest } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`${name} got no token: ${JSON.stringify(rest)}`);
  return token;
}
