import type { ClientMetadata } from 'oidc-provider';
import type { RealmClient } from './realm.ts';

/** A client as OpenID Connect Dynamic Client Registration 1.0 section 2 describes it. */
export function toClientMetadata(client: RealmClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_name: client.name,
    // Keycloak takes the secret in the header or in the body; so does oidc-provider for either of its methods.
    ...(client.secret === undefined
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: client.secret }),
    grant_types: [
      ...(client.isCodeAllowed ? ['authorization_code'] : []),
      ...(client.isPasswordAllowed ? ['password'] : []),
      ...(client.isCodeAllowed || client.isPasswordAllowed ? ['refresh_token'] : []),
      ...(client.isServiceAccount ? ['client_credentials'] : []),
    ],
    response_types: client.isCodeAllowed ? ['code'] : [],
    redirect_uris: client.isCodeAllowed ? client.redirectUris : [],
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    ...(client.backchannelLogoutUri === undefined
      ? {}
      : {
          backchannel_logout_uri: client.backchannelLogoutUri,
          backchannel_logout_session_required: client.isBackchannelSessionRequired,
        }),
  };
}
