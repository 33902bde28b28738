import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationRefusal } from '../../operation/refusal.ts';
import type { RefusedRequest } from './address-gate.ts';
import { responseTypeFor, sendGraphQLErrors } from './graphql-reply.ts';

/**
 * The status of a refusal. A document that cannot be parsed, validated, given its variables, or that has no such
 * operation is answered with 200 to a client that asks for `application/json` (GraphQL over HTTP, section
 * "application/json"): such clients may not tell an answer of the gateway from one of something between. Others get 400.
 *
 * @param accept the request's `Accept` header.
 */
export function toRefusalStatus({ status }: OperationRefusal, accept: string | undefined): number {
  if (status !== undefined) return status;
  return responseTypeFor(accept).startsWith('application/json') ? 200 : 400;
}

/** The header that says when to ask again (RFC 9110 section 10.2.3), where that may help. */
export function toRefusalHeaders({
  retryAfterSeconds,
}: Pick<OperationRefusal, 'retryAfterSeconds'>): ReadonlyMap<string, string> {
  return new Map(
    retryAfterSeconds === undefined ? [] : [['retry-after', String(Math.ceil(retryAfterSeconds))]],
  );
}

/** Answers with a refusal as one JSON document. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: OperationRefusal,
): FastifyReply {
  for (const [name, value] of toRefusalHeaders(refusal)) reply.header(name, value);
  return sendGraphQLErrors(request, reply, toRefusalStatus(refusal, request.headers.accept), refusal.errors);
}

/** The same answer for a path that does without a server's reply; its headers in the order in which they are sent. */
export function toRefusalAnswer({ refusal, headers }: RefusedRequest, accept: string | undefined) {
  return {
    status: toRefusalStatus(refusal, accept),
    headers: [...headers, ...toRefusalHeaders(refusal), ['content-type', responseTypeFor(accept)] as const],
    body: JSON.stringify({ errors: refusal.errors }),
  };
}
