import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseBearer, toBearerChallenge } from '#platform/tokens/bearer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';

/** The terms on which a caller may come in. */
interface RouteTerms {
  readonly verifier: TokenVerifier;
  readonly role: string;
  readonly scope?: string | undefined;
}

/**
 * Identifies the caller of a route beside GraphQL by its bearer token (RFC 6750), and demands a role and, where one
 * is named, a scope.
 *
 * @returns undefined if the caller may not come in, which has been answered then: 401, 403, or 503 if nobody can say
 */
export async function authorizeRoute(
  request: FastifyRequest,
  reply: FastifyReply,
  { verifier, role, scope }: RouteTerms,
): Promise<Principal | undefined> {
  try {
    const bearer = parseBearer(request.headers.authorization);
    if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
    if (bearer.kind === 'absent') {
      await refuse(reply, 401, 'UNAUTHENTICATED', 'Sign in to do this.', toBearerChallenge());
      return undefined;
    }
    const principal = await verifier.verify(bearer.token);
    const missing = findMissing(principal, { role, scope });
    if (missing.length === 0) return principal;
    await refuse(reply, 403, 'FORBIDDEN', `This needs ${missing.join(' and ')}.`);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const status = toHttpStatus(error);
    const code = status === 401 ? 'UNAUTHENTICATED' : 'IDENTITY_PROVIDER_UNREACHABLE';
    await refuse(reply, status, code, error.message, toBearerChallenge(error));
  }
  return undefined;
}

function findMissing({ roles, scopes }: Principal, { role, scope }: Omit<RouteTerms, 'verifier'>): string[] {
  return [
    ...(roles.has(role) ? [] : [`the role ${role}`]),
    ...(scope === undefined || scopes.has(scope) ? [] : [`the scope ${scope}`]),
  ];
}

function refuse(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  challenge?: string,
): FastifyReply {
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  return reply.code(status).send({ code, message });
}
