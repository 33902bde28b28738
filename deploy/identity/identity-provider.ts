import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Log } from '#platform/log/log.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { endSessionByHint } from './end-session.ts';
import { toSessionSeconds } from './lifetimes.ts';
import { registerPasswordGrant } from './password-grant.ts';
import { routes, toConfiguration } from './provider-configuration.ts';
import { loadProviderKeys } from './provider-keys.ts';
import { openProviderState, type ProviderState } from './provider-state.ts';
import type { Realm } from './realm.ts';
import { type SignInParts, serveSignIn } from './sign-in.ts';
import { serveUserinfo, type UserinfoParts } from './userinfo.ts';

export interface IdentityProviderOptions {
  readonly realm: Realm;
  /** Keys and sessions are kept in its folder `identity`. */
  readonly dataFolder: string;
  readonly log: Log;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** An OpenID Connect provider that stands in for Keycloak. */
export interface IdentityProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded provider: the realm's users, clients, roles and lifetimes at Keycloak's paths.
 *
 * The issuer is `http://localhost:PORT/realms/NAME`, whatever address it listens on.
 */
export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const folder = join(options.dataFolder, 'identity');
  const [accounts, keys] = await Promise.all([
    createAccounts(options.realm, folder),
    loadProviderKeys(folder),
  ]);
  const realm = { ...options.realm, users: [] };
  const state = openProviderState(folder);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  const close = async () => {
    state.close();
    await closeServer(server);
  };
  try {
    server.listen(options.port, options.host ?? '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}/realms/${realm.name}`;
    const signInPath = `/realms/${realm.name}/login-actions/authenticate/`;
    const configuration = toConfiguration({ realm, accounts, keys, state, signInPath });
    const provider = createProvider(issuer, configuration, { realm, accounts, state, log: options.log });
    server.on(
      'request',
      createHandler({ issuer, provider, realm, accounts, keys, state, signInPath, log: options.log }),
    );
    return { issuer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly realm: Realm;
  readonly accounts: Accounts;
  readonly state: ProviderState;
  readonly log: Log;
}

function createProvider(
  issuer: string,
  configuration: ReturnType<typeof toConfiguration>,
  { realm, accounts, state, log }: Parts,
): Provider {
  const provider = new Provider(issuer, configuration);
  registerPasswordGrant(provider, realm, accounts);
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'could not answer a request'));
  provider.on('backchannel.error', (_ctx, error, client) =>
    log.warn({ err: error, client: client.clientId }, 'could not tell a client that a session ended'),
  );
  provider.on('grant.error', (_ctx, error) =>
    log.debug({ reason: error.message }, 'refused to issue a token'),
  );
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    if (oidc === undefined || ctx.status !== 200) return;
    if (oidc.route === 'end_session') await endSessionByHint(ctx as KoaContextWithOIDC, state);
    if (oidc.route === 'token') await keepSession(oidc, realm);
  });
  return provider;
}

/** A session is not idle while its tokens are refreshed. */
async function keepSession({ entities, provider }: KoaContextWithOIDC['oidc'], realm: Realm): Promise<void> {
  const uid = entities.RefreshToken?.sessionUid;
  const session = uid === undefined ? undefined : await provider.Session.findByUid(uid);
  await session?.save(toSessionSeconds(realm, session.loginTs));
}

function createHandler(parts: SignInParts & UserinfoParts & { readonly log: Log }) {
  const prefix = `/realms/${parts.realm.name}`;
  const callback = parts.provider.callback();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/healthz') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    } else if (path.startsWith(parts.signInPath)) {
      await serveSignIn({ ...parts, request, response });
    } else if (path === `${prefix}${routes.userinfo}` && request.method !== 'OPTIONS') {
      allowOrigin(parts.realm, request, response);
      await serveUserinfo(parts, request, response);
    } else if (path.startsWith(`${prefix}/`)) {
      // oidc-provider routes below its issuer's path, and builds addresses from the issuer.
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice(prefix.length) });
      await callback(request, response);
    } else {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}');
    }
  }

  return (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => {
      parts.log.error({ err: error }, 'could not answer a request');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"error":"server_error"}');
    });
  };
}

/** Lets a page of a client read an answer that is given without oidc-provider (Fetch standard, CORS protocol). */
function allowOrigin({ clients }: Realm, { headers }: IncomingMessage, response: ServerResponse): void {
  const { origin } = headers;
  if (origin === undefined || !clients.some(({ webOrigins }) => webOrigins.includes(origin))) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'Origin');
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const overdue = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(overdue);
}
