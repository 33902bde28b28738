import type { Configuration, FindAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import { toClientMetadata } from './client-metadata.ts';
import { toSessionSeconds } from './lifetimes.ts';
import { renderEndedPage, renderErrorPage, renderSignOutPage } from './pages.ts';
import type { ProviderKeys } from './provider-keys.ts';
import type { ProviderState } from './provider-state.ts';
import { getClient, type Realm, type RealmClient } from './realm.ts';
import { apiResource, scopes, toResourceServer } from './resource.ts';
import type { ServiceClients } from './service-clients.ts';
import { toAccessTokenClaims, toProfileClaims, toServiceTokenClaims } from './token-claims.ts';

export interface ProviderParts {
  readonly realm: Realm;
  readonly accounts: Accounts;
  /** The clients that are always there. */
  readonly clients: readonly RealmClient[];
  readonly serviceClients: ServiceClients;
  readonly keys: ProviderKeys;
  readonly state: ProviderState;
  /** Path of the sign-in page, to which the interaction's id is added. */
  readonly signInPath: string;
}

/** Keycloak's paths below the issuer. */
export const routes = {
  authorization: '/protocol/openid-connect/auth',
  token: '/protocol/openid-connect/token',
  userinfo: '/protocol/openid-connect/userinfo',
  jwks: '/protocol/openid-connect/certs',
  end_session: '/protocol/openid-connect/logout',
  introspection: '/protocol/openid-connect/token/introspect',
  revocation: '/protocol/openid-connect/revoke',
};

/** Turns a realm into the configuration of oidc-provider that behaves as Keycloak would. */
export function toConfiguration(parts: ProviderParts): Configuration {
  const { realm, accounts, clients, serviceClients, keys, state } = parts;
  return {
    adapter: (kind) => (kind === 'Client' ? serviceClients.adapter : state.adapterOf(kind)),
    clients: clients.map(toClientMetadata),
    jwks: keys.jwks,
    routes,
    scopes,
    responseTypes: ['code'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    // Keycloak puts the claims of the scopes into the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    clientBasedCORS: (_ctx, origin, client) => getClient(realm, client.clientId).webOrigins.includes(origin),
    cookies: toCookies(realm, keys),
    features: {
      devInteractions: { enabled: false },
      // Tokens of the house are bearer tokens; nothing pushes its authorization request.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => renderSignOutPage(realm, ctx, form),
        postLogoutSuccessSource: (ctx) => renderEndedPage(realm, ctx),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, _resource, client) => toResourceServer(realm, client.clientId),
      },
    },
    findAccount: toFindAccount(accounts),
    extraTokenClaims(_ctx, token) {
      const client = getClient(realm, token.clientId);
      if (token.kind !== 'AccessToken') return toServiceTokenClaims(realm, client);
      const { accountId, sid } = token as Extract<typeof token, { accountId: string }>;
      const account = accounts.find(accountId);
      return account === undefined ? undefined : toAccessTokenClaims(realm, client, account, sid);
    },
    loadExistingGrant,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: realm.isRefreshTokenRotated,
    expiresWithSession: () => false,
    interactions: { url: (_ctx, interaction) => `${parts.signInPath}${interaction.uid}` },
    renderError: (ctx, out) => renderErrorPage(realm, ctx, out),
    // oidc-provider would refuse addresses of this machine, and those are where the clients of this provider are.
    fetch: (input, init) => fetch(input, withoutDispatcher(init)),
    ttl: toLifetimes(realm),
  };
}

function withoutDispatcher(init: RequestInit | undefined): RequestInit {
  const { dispatcher: _, ...rest } = { dispatcher: undefined, ...init };
  return rest;
}

/** Browsers share the cookies of localhost among ports, so name and path keep them apart from other pages'. */
function toCookies(realm: Realm, keys: ProviderKeys): NonNullable<Configuration['cookies']> {
  const path = `/realms/${realm.name}/`;
  return {
    keys: keys.cookieKeys,
    names: {
      session: 'identity_session',
      interaction: 'identity_interaction',
      resume: 'identity_resume',
    },
    long: { path, httpOnly: true, sameSite: 'lax', signed: true },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  };
}

function toLifetimes(realm: Realm): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: realm.accessTokenSeconds,
    ClientCredentials: realm.accessTokenSeconds,
    IdToken: realm.accessTokenSeconds,
    AuthorizationCode: realm.codeSeconds,
    Interaction: realm.signInSeconds,
    Grant: realm.sessionMaxSeconds,
    Session: (_ctx, session) => toSessionSeconds(realm, session.loginTs),
    RefreshToken: (_ctx, token) => toSessionSeconds(realm, token.authTime ?? token.iiat),
  };
}

function toFindAccount(accounts: Accounts): FindAccount {
  return (_ctx, id) => {
    const account = accounts.find(id);
    return account && { accountId: id, claims: () => ({ sub: id, ...toProfileClaims(account) }) };
  };
}

/** One grant for each client in a session, with all scopes: the clients are the house's own, nobody is asked. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { session, client, provider } = ctx.oidc;
  if (session?.accountId === undefined || client === undefined) return undefined;
  const existing = session.grantIdFor(client.clientId);
  const found = existing === undefined ? undefined : await provider.Grant.find(existing);
  if (found !== undefined) return found;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(scopes);
  grant.addResourceScope(apiResource, scopes);
  await grant.save();
  return grant;
}
