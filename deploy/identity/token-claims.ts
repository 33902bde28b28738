import type { Account } from './accounts.ts';
import type { Realm, RealmClient } from './realm.ts';
import { toTokenRoles } from './roles.ts';

/** Claims about a person, named as in OpenID Connect Core 1.0 section 5.1. */
export interface ProfileClaims {
  readonly preferred_username: string;
  readonly name: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

export function toProfileClaims(account: Account): ProfileClaims {
  return {
    preferred_username: account.username,
    name: `${account.firstName} ${account.lastName}`.trim(),
    given_name: account.firstName,
    family_name: account.lastName,
    ...(account.email === undefined ? {} : { email: account.email, email_verified: account.isEmailVerified }),
  };
}

/** The claims that Keycloak puts into an access token beyond RFC 9068. */
export function toAccessTokenClaims(realm: Realm, client: RealmClient, account: Account, sid?: string) {
  return {
    ...client.claims,
    typ: 'Bearer',
    azp: client.clientId,
    ...(sid === undefined ? {} : { sid }),
    realm_access: { roles: toTokenRoles(realm, client, account.roles) },
    ...toProfileClaims(account),
  };
}

/** The same for a client that acts on its own behalf. */
export function toServiceTokenClaims(realm: Realm, client: RealmClient) {
  const roles = realm.serviceAccountRoles.get(client.clientId) ?? [];
  return {
    ...client.claims,
    typ: 'Bearer',
    azp: client.clientId,
    realm_access: { roles: toTokenRoles(realm, client, roles) },
    preferred_username: `service-account-${client.clientId}`,
  };
}
