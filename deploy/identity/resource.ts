import type { ResourceServer, ResourceServerInstance } from 'oidc-provider';
import { getClient, type Realm } from './realm.ts';

/** Every scope that is served; Keycloak gives the last two to everybody who asks for any. */
export const scopes = ['openid', 'profile', 'email'];

/**
 * oidc-provider issues JWT access tokens for a resource only (RFC 8707), and resources are URIs. This one stands
 * for the API; clients neither name nor see it.
 */
export const apiResource = 'urn:facturation:api';

export function toResourceServer(realm: Realm, clientId: string): ResourceServer {
  return {
    audience: getClient(realm, clientId).audience,
    scope: scopes.join(' '),
    accessTokenTTL: realm.accessTokenSeconds,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
}

/** The same as oidc-provider holds it once it has been resolved. */
export function toApi(realm: Realm, clientId: string): ResourceServerInstance {
  return {
    ...toResourceServer(realm, clientId),
    scopes: new Set(scopes),
    identifier: () => apiResource,
  };
}
