import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toBearerChallenge } from '#platform/tokens/bearer.ts';
import { TokenError, toHttpStatus } from '#platform/tokens/token-error.ts';
import { sendGraphQLErrors } from './graphql-reply.ts';

/**
 * Answers a request whose credentials were refused: 401 with a challenge (RFC 6750 section 3), 503 when the provider
 * cannot be asked.
 *
 * @throws the error when it is not about credentials.
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
