import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { TrustedIssuer } from '../tokens/trusted-issuer.ts';

/** The scopes of tokens for which no others are asked: all of the API under test, as people have. */
export const testScopes: readonly string[] = [
  'customers:read',
  'customers:write',
  'products:read',
  'products:write',
  'invoices:read',
  'invoices:write',
  'imports:read',
  'imports:write',
  'statistics:read',
  'requests:read',
  'requests:write',
  'workspace',
];

/** The claims of a test token. All are optional: the default is a good access token with no roles. */
export interface TestTokenOptions {
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  readonly subject?: string;
  readonly username?: string;
  readonly audience?: string | readonly string[];
  readonly clientId?: string;
  readonly sessionId?: string;
  /** Seconds from now; negative for a token that has expired. Default 3600, more than a test takes on a busy machine. */
  readonly expiresIn?: number;
  /** `typ` of the header. Default `at+jwt`. */
  readonly typ?: string;
  /** Header parameters set over the usual ones; `undefined` removes one. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Claims set over the usual ones; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with this key in place of the published one. */
  readonly key?: CryptoKey | Uint8Array;
}

/** A local OpenID Connect issuer that signs whatever it is told to. */
export interface TestIssuer extends AsyncDisposable {
  readonly issuer: string;
  /** Where it is reached, which is its name unless it was given another. */
  readonly address: string;
  readonly jwksUri: string;
  /** The terms on which a verifier trusts it; the defaults fit `sign`. */
  trusted(terms?: Partial<TrustedIssuer>): TrustedIssuer;
  sign(options?: TestTokenOptions): Promise<string>;
  /** Replaces the key: tokens signed from now on have a key id nobody has seen. */
  rotateKeys(): Promise<void>;
  /** The key that is published now. */
  publicJwk(): JWK;
  /** The number of requests for each document. */
  readonly fetches: { readonly discovery: number; readonly jwks: number; readonly tokens: number };
  /** The status of the documents' answers; 200 by default. */
  setStatus(status: number): void;
  /** Metadata members set over the usual ones. */
  setMetadata(metadata: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

export interface TestIssuerOptions {
  /** Path of the issuer, whose name keeps a slash at its end. Default `/realms/test`. */
  readonly path?: string;
  /** Its name in tokens and metadata, for example an https address as production wants it. */
  readonly name?: string;
  /** The `aud` of tokens and of `trusted`. Default `facturation-api`. */
  readonly audience?: string;
  /** Its service accounts by client id: each gets tokens by client credentials. */
  readonly clients?: Readonly<Record<string, TestClient>>;
  /** Default ES256: a key for RS256 takes 50 ms of CPU time to make. */
  readonly algorithm?: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
}

/** A client with a service account. */
export interface TestClient {
  readonly secret: string;
  readonly token: TestTokenOptions;
}

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** Starts an issuer on 127.0.0.1 at a free port: discovery, a key set, and a pen to sign any token with. */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const path = options.path ?? '/realms/test';
  const audience = options.audience ?? 'facturation-api';
  const algorithm = options.algorithm ?? 'ES256';
  const fetches = { discovery: 0, jwks: 0, tokens: 0 };
  let key = await createSigningKey(algorithm);
  let status = 200;
  let metadata: Readonly<Record<string, unknown>> = {};

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const isForToken = request.url === tokenPath;
    const body = isForToken ? await grantToken(request) : documentAt(request.url);
    const refusal = isForToken
      ? { status: 401, error: 'invalid_client' }
      : { status: 404, error: 'not_found' };
    const found = body === undefined ? refusal.status : status;
    response.writeHead(status === 200 ? found : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: refusal.error }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const address = `${origin}${path}`;
  const issuer = options.name ?? address;
  const base = path.replace(/\/$/, '');
  const tokenPath = `${base}/protocol/openid-connect/token`;
  const jwksUri = `${origin}${base}/protocol/openid-connect/certs`;

  function documentAt(url: string | undefined): unknown {
    if (url === `${base}/.well-known/openid-configuration`) {
      fetches.discovery += 1;
      return { issuer, jwks_uri: jwksUri, token_endpoint: `${origin}${tokenPath}`, ...metadata };
    }
    if (url === `${base}/protocol/openid-connect/certs`) {
      fetches.jwks += 1;
      return { keys: [key.publicJwk] };
    }
    return undefined;
  }

  /** Answers a client whose credentials stand in the header (RFC 6749 sections 2.3.1 and 4.4). */
  async function grantToken({ headers }: IncomingMessage): Promise<unknown> {
    fetches.tokens += 1;
    const [, given = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    const parts = Buffer.from(given, 'base64').toString().replaceAll('+', ' ').split(':');
    const [id = '', secret] = parts.map(decodeURIComponent);
    const known = options.clients?.[id];
    if (known === undefined || known.secret !== secret) return undefined;
    const token = { clientId: id, ...known.token };
    return { access_token: await sign(token), token_type: 'Bearer', expires_in: token.expiresIn ?? 300 };
  }

  function sign(token: TestTokenOptions = {}): Promise<string> {
    const header = { alg: algorithm, typ: token.typ ?? 'at+jwt', kid: key.kid, ...token.header };
    return new SignJWT({ ...toClaims(issuer, audience, token), ...token.claims })
      .setProtectedHeader(header)
      .sign(token.key ?? key.privateKey);
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    issuer,
    address,
    jwksUri,
    fetches,
    trusted: (terms) => ({
      issuer,
      audiences: [audience],
      algorithms: [algorithm],
      ...(address !== issuer && { internalUrl: address }),
      ...terms,
    }),
    sign,
    async rotateKeys() {
      key = await createSigningKey(algorithm);
    },
    publicJwk: () => key.publicJwk,
    setStatus(next) {
      status = next;
    },
    setMetadata(next) {
      metadata = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toClaims(issuer: string, audience: string, token: TestTokenOptions): Record<string, unknown> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const expiresIn = token.expiresIn ?? 3_600;
  return {
    iss: issuer,
    sub: token.subject ?? randomUUID(),
    aud: token.audience ?? audience,
    typ: 'Bearer',
    azp: token.clientId ?? 'facturation-web',
    jti: randomUUID(),
    iat: nowSeconds + Math.min(0, expiresIn - 300),
    exp: nowSeconds + expiresIn,
    scope: (token.scopes ?? ['openid', ...testScopes]).join(' '),
    realm_access: { roles: token.roles ?? [] },
    preferred_username: token.username,
    sid: token.sessionId,
  };
}

async function createSigningKey(algorithm: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const kid = randomUUID();
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}
