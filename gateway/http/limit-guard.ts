import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { type LimitCheck, toLimitErrors } from '../limits/limit-check.ts';
import { sendGraphQLErrors } from './graphql-reply.ts';

/** Refuses operations over the limits before anything else looks at them: validation alone can be made to take minutes. */
export function createLimitGuard(check: LimitCheck): preHandlerAsyncHookHandler {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const source = sourceOf(request);
    if (source === undefined) return;
    const violations = check(source);
    if (violations.length > 0) await sendGraphQLErrors(request, reply, 400, toLimitErrors(violations));
  };
}

/** The document's text, from the body or the URL; anything else is for Apollo Server to refuse. */
function sourceOf({ body, query }: FastifyRequest): string | undefined {
  return textOf(body) ?? textOf(query);
}

function textOf(holder: unknown): string | undefined {
  if (typeof holder !== 'object' || holder === null || !('query' in holder)) return undefined;
  return typeof holder.query === 'string' ? holder.query : undefined;
}
