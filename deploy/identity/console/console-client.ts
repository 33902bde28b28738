import { createHash, randomBytes } from 'node:crypto';
import type { RealmClient } from '../realm.ts';

/** Path of the account console below the realm's; Keycloak's. */
export const consolePath = '/account';

const consoleClientId = 'account-console';

/** The client by which the account console has people sign in; every realm has it, as with Keycloak. */
export function toConsoleClient(issuer: string): RealmClient {
  return {
    clientId: consoleClientId,
    name: 'your account',
    secret: undefined,
    isCodeAllowed: true,
    isPasswordAllowed: false,
    isServiceAccount: false,
    audience: consoleClientId,
    claims: {},
    rootUrl: undefined,
    redirectUris: [`${issuer}${consolePath}`],
    webOrigins: [],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    isBackchannelSessionRequired: false,
    roleLimit: [],
  };
}

/**
 * The address at which a person signs in to the console. The code that comes back is left to expire: the console is the
 * provider's own page, and reads the session's cookie. So nobody keeps the verifier of the challenge.
 */
export function toConsoleSignInUrl(issuer: string): string {
  const query = new URLSearchParams({
    client_id: consoleClientId,
    redirect_uri: `${issuer}${consolePath}`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${issuer}/protocol/openid-connect/auth?${query}`;
}
