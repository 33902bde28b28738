import type { FastifyReply, FastifyRequest } from 'fastify';
import { toCredentialRefusal } from '../../credentials/credential-refusal.ts';
import { sendGraphQLErrors } from './graphql-reply.ts';

/**
 * Answers a request whose credentials were refused.
 *
 * @throws the error when it is not about credentials.
 */
export function refuseCredentials(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const refusal = toCredentialRefusal(error);
  if (refusal === undefined) throw error;
  const { status, headers, code, message } = refusal;
  return sendGraphQLErrors(request, reply.headers(headers), status, [{ message, extensions: { code } }]);
}
