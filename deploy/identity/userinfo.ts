import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseBearer } from '#platform/tokens/bearer.ts';
import type { Accounts } from './accounts.ts';
import { verifyOwnToken } from './own-token.ts';
import type { ProviderKeys } from './provider-keys.ts';
import type { ProviderState } from './provider-state.ts';
import { toProfileClaims } from './token-claims.ts';

export interface UserinfoParts {
  readonly issuer: string;
  readonly accounts: Accounts;
  readonly keys: ProviderKeys;
  readonly state: ProviderState;
}

/**
 * Answers with the person of an access token (OpenID Connect Core 1.0 section 5.3). oidc-provider refuses here every
 * token that is meant for an API, and Keycloak takes it; so this stands before it.
 */
export async function serveUserinfo(
  parts: UserinfoParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const claims = await findClaims(parts, request.headers.authorization);
  if (typeof claims === 'string') {
    response.writeHead(claims === 'insufficient_scope' ? 403 : 401, {
      'content-type': 'application/json',
      'www-authenticate': `Bearer error="${claims}"`,
    });
    response.end(JSON.stringify({ error: claims }));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(claims));
}

async function findClaims(
  { issuer, accounts, keys, state }: UserinfoParts,
  authorization: string | undefined,
): Promise<object | 'invalid_token' | 'insufficient_scope'> {
  const header = parseBearer(authorization);
  const token = header.kind === 'token' ? await verifyOwnToken(header.token, { issuer, keys }) : undefined;
  const account = accounts.find(token?.sub ?? '');
  if (token === undefined || account === undefined) return 'invalid_token';
  const { azp, sid, scope } = token;
  // A session that was signed out says nothing any more, though its token has not expired yet.
  if (state.findSessionUid(String(azp), String(sid)) === undefined) return 'invalid_token';
  if (!String(scope).split(' ').includes('openid')) return 'insufficient_scope';
  return { sub: account.id, ...toProfileClaims(account) };
}
