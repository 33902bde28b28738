import type { OperationRefusal } from '../../operation/refusal.ts';
import { responseTypeFor } from './graphql-reply.ts';

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
