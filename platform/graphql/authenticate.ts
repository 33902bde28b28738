import { GraphQLError } from 'graphql';
import { parseBearer, toBearerChallenge } from '#platform/tokens/bearer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';

/** The sender of a request, with the token that proves it. */
export interface Authentication {
  readonly principal: Principal | undefined;
  readonly token: string | undefined;
}

/**
 * Verifies the bearer token of a request. Without a token the caller is anonymous; a refused token is an error.
 *
 * @throws {GraphQLError} UNAUTHENTICATED with status 401 and a challenge (RFC 6750 section 3), or
 * IDENTITY_PROVIDER_UNREACHABLE with status 503.
 */
export async function authenticate(
  header: string | undefined,
  verifier: TokenVerifier,
): Promise<Authentication> {
  const bearer = parseBearer(header);
  if (bearer.kind === 'absent') return { principal: undefined, token: undefined };
  try {
    if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
    return { principal: await verifier.verify(bearer.token), token: bearer.token };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    throw toGraphQLError(error);
  }
}

function toGraphQLError(error: TokenError): GraphQLError {
  const status = toHttpStatus(error);
  const challenge = toBearerChallenge(error);
  const headers = new Map(challenge === undefined ? [] : [['www-authenticate', challenge]]);
  const code = status === 401 ? 'UNAUTHENTICATED' : 'IDENTITY_PROVIDER_UNREACHABLE';
  return new GraphQLError(error.message, {
    extensions: { code, reason: error.code, http: { status, headers } },
  });
}
