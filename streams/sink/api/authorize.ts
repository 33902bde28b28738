import { parseBearer, toBearerChallenge } from '#platform/tokens/bearer.ts';
import { TokenError } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { ApiProblem } from './problem.ts';

/** The role that may read the API; the realm gives it to ADMIN too. */
const reader = 'BILLING_MANAGER';
/** The scope besides, which people have by configuration. */
const scope = 'invoices:read';

/**
 * Lets a request pass whose token holds the role and the scope.
 *
 * @throws {ApiProblem} 401 without a token, 403 without the role or the scope
 * @throws {TokenError} for a token that is refused or cannot be judged
 */
export async function authorize(header: string | undefined, verifier: TokenVerifier): Promise<void> {
  const bearer = parseBearer(header);
  if (bearer.kind === 'absent')
    throw new ApiProblem(
      401,
      'UNAUTHENTICATED',
      'Send an access token: Authorization: Bearer <access token>.',
      {
        headers: { 'www-authenticate': toBearerChallenge() ?? 'Bearer' },
      },
    );
  if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
  const principal = await verifier.verify(bearer.token);
  if (!principal.roles.has(reader))
    throw new ApiProblem(403, 'FORBIDDEN', `This needs the role ${reader}.`, {
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
    });
  if (!principal.scopes.has(scope))
    throw new ApiProblem(403, 'FORBIDDEN', `This needs the scope ${scope}.`, {
      headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
    });
}
