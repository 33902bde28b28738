import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Log } from '#platform/log/log.ts';
import type { ServerTls } from '#platform/tls/server-tls.ts';
import { AccountMails, linkPath } from './account-mails.ts';
import { Accounts } from './accounts.ts';
import { serveAdministration, toAdminPath } from './admin/admin-api.ts';
import { serveConsole } from './console/console.ts';
import { consolePath, toConsoleClient } from './console/console-client.ts';
import { KnownDevices } from './devices/known-devices.ts';
import { endSessionByHint } from './end-session.ts';
import { type Exchange, redirect } from './exchange.ts';
import type { IdentityParts } from './identity-parts.ts';
import { toSessionSeconds } from './lifetimes.ts';
import { serveLink } from './links.ts';
import { AccountMailer, openAccountMailTransport } from './mail/account-mailer.ts';
import { MailPost } from './mail/mail-post.ts';
import { OneTimeTokens } from './one-time-tokens.ts';
import { OtpEnrolments } from './otp/otp-enrolments.ts';
import { findLanguageChoice, toPageView } from './page-view.ts';
import { registerPasswordGrant } from './password-grant.ts';
import { routes, toConfiguration } from './provider-configuration.ts';
import { loadProviderKeys } from './provider-keys.ts';
import { openProviderState } from './provider-state.ts';
import type { Realm } from './realm.ts';
import { ServiceClients } from './service-clients.ts';
import { SessionEnder } from './session-ender.ts';
import { serveSignIn } from './sign-in.ts';
import { SignInSteps } from './sign-in-steps.ts';
import { serveUserinfo } from './userinfo.ts';

export interface IdentityProviderOptions {
  readonly realm: Realm;
  /** Keys and sessions are kept in its folder `identity`. */
  readonly dataFolder: string;
  readonly log: Log;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Certificates; without them the provider speaks plain HTTP. */
  readonly tls?: ServerTls | undefined;
}

/** An OpenID Connect provider that stands in for Keycloak. */
export interface IdentityProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded provider: the realm's users, clients, roles and lifetimes at Keycloak's paths.
 *
 * The issuer is `http://localhost:PORT/realms/NAME`, whatever address it listens on, and `https://…` with certificates.
 */
export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { log } = options;
  const folder = join(options.dataFolder, 'identity');
  const [accounts, keys] = await Promise.all([
    Accounts.open(options.realm, folder),
    loadProviderKeys(folder),
  ]);
  const state = openProviderState(folder);
  const { smtpServer, mailSender, name } = options.realm;
  const transport = await openAccountMailTransport(smtpServer, join(options.dataFolder, 'mail', 'accounts'));
  const post = new MailPost({ mailer: new AccountMailer(transport, mailSender), log });
  const server = openServer(options.tls);
  const close = async () => {
    state.close();
    await closeServer(server);
    await post.close();
  };
  try {
    server.listen(options.port, options.host ?? '127.0.0.1');
    await once(server, 'listening');
    const issuer = `${options.tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}/realms/${name}`;
    const clients = [...options.realm.clients, toConsoleClient(issuer)];
    const fixed = { ...options.realm, clients, users: [] };
    const serviceClients = ServiceClients.open(fixed, folder);
    const realm = serviceClients.joinedTo(fixed);
    const signInPath = `/realms/${name}/login-actions/authenticate/`;
    const tokens = new OneTimeTokens(join(folder, 'state', 'OneTimeToken'));
    const provider = new Provider(
      issuer,
      toConfiguration({ realm, clients, serviceClients, accounts, keys, state, signInPath }),
    );
    const parts: IdentityParts = {
      issuer,
      provider,
      realm,
      accounts,
      serviceClients,
      keys,
      state,
      tokens,
      steps: new SignInSteps(realm),
      mails: new AccountMails({ realm, issuer, tokens, post }),
      devices: new KnownDevices(join(folder, 'state', 'Device')),
      enrolments: new OtpEnrolments(realm, accounts),
      ender: new SessionEnder(provider, state, log),
      signInPath,
    };
    adaptProvider(parts, log);
    server.on('request', createHandler(parts, log));
    return { issuer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openServer(tls: ServerTls | undefined): Server | SecureServer {
  const bounds = { headersTimeout: 10_000, requestTimeout: 30_000 };
  if (tls === undefined) return createServer(bounds);
  const server = createSecureServer({ ...bounds, ...tls.settings });
  tls.guard(server);
  return server;
}

/** Makes oidc-provider do what Keycloak does beyond it. */
function adaptProvider({ provider, realm, accounts, ender }: IdentityParts, log: Log): void {
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
    if (oidc.route === 'end_session') await endSessionByHint(ctx as KoaContextWithOIDC, ender);
    if (oidc.route === 'token') await keepSession(oidc, realm);
  });
}

/** A session is not idle while its tokens are refreshed. */
async function keepSession({ entities, provider }: KoaContextWithOIDC['oidc'], realm: Realm): Promise<void> {
  const uid = entities.RefreshToken?.sessionUid;
  const session = uid === undefined ? undefined : await provider.Session.findByUid(uid);
  await session?.save(toSessionSeconds(realm, session.loginTs));
}

function createHandler(parts: IdentityParts, log: Log) {
  const prefix = `/realms/${parts.realm.name}`;
  const callback = parts.provider.callback();

  /** The pages that are served without oidc-provider. */
  function pageOf(path: string): ((exchange: Exchange) => Promise<void>) | undefined {
    if (path.startsWith(parts.signInPath)) return serveSignIn;
    if (path === `${prefix}${linkPath}`) return serveLink;
    const isConsole = path === `${prefix}${consolePath}` || path.startsWith(`${prefix}${consolePath}/`);
    return isConsole ? serveConsole : undefined;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    const serve = pageOf(path);
    if (path === '/healthz') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    } else if (serve !== undefined) {
      const choice = findLanguageChoice(parts.realm, request);
      const exchange = { ...parts, request, response, view: toPageView(parts.realm, request) };
      if (choice === undefined) return serve(exchange);
      response.setHeader('set-cookie', choice.cookie);
      redirect(exchange, choice.location);
    } else if (path.startsWith(`${toAdminPath(parts.realm.name)}/`)) {
      await serveAdministration({ ...parts, request, response, view: toPageView(parts.realm, request) });
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
      log.error({ err: error }, 'could not answer a request');
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

async function closeServer(server: Server | SecureServer): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const overdue = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(overdue);
}
