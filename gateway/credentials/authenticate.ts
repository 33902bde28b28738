import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '#platform/errors/coded-error.ts';
import { parseBearer, toBearerChallenge } from '#platform/tokens/bearer.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import type { TokenVerifier } from '#platform/tokens/token-verifier.ts';
import { sendGraphQLErrors } from '../clients/common/graphql-reply.ts';
import type { Caller } from '../clients/http/request-context.ts';
import type { Credentials } from './credentials.ts';

/** Credentials by the `Authorization` header (RFC 6750 section 2.1). */
export const bearerCredentials: Credentials = {
  async tokenFor({ headers }) {
    const bearer = parseBearer(headers.authorization);
    if (bearer.kind === 'malformed') throw new TokenError('TOKEN_MALFORMED', bearer.message);
    return bearer.kind === 'token' ? bearer.token : undefined;
  },
};

/**
 * Finds out who calls. Without a token the caller is anonymous; a token that is refused is never taken for none. No
 * other header of the request says anything about who calls.
 *
 * @throws TokenError, and whatever CodedError the credentials throw.
 */
export async function authenticate(
  request: FastifyRequest,
  credentials: Credentials,
  verifier: TokenVerifier,
): Promise<Caller> {
  const token = await credentials.tokenFor(request);
  if (token === undefined) return { principal: undefined, token };
  return { principal: await verifier.verify(token), token };
}

/**
 * Answers a request whose credentials were refused: 401 with a challenge (RFC 6750 section 3), 503 when the provider
 * cannot be asked.
 *
 * @throws the error when it is none of credentials.
 */
export function refuseCredentials(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  if (!(error instanceof CodedError)) throw error;
  const status = statusOf(error);
  if (status === undefined) throw error;
  const challenge = error instanceof TokenError ? toBearerChallenge(error) : undefined;
  if (status === 401) reply.header('www-authenticate', challenge ?? toBearerChallenge() ?? 'Bearer');
  if (status === 503) reply.header('retry-after', '5');
  return sendGraphQLErrors(request, reply, status, [
    {
      message: error.message,
      extensions: { code: error instanceof TokenError && status === 401 ? 'UNAUTHENTICATED' : error.code },
    },
  ]);
}

function statusOf(error: CodedError): number | undefined {
  if (error instanceof TokenError) return toHttpStatus(error);
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
