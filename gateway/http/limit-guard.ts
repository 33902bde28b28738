import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { LRUCache } from 'lru-cache';
import { checkLimits } from '../limits/check-limits.ts';
import type { LimitViolation, OperationLimits } from '../limits/limits.ts';
import { sendGraphQLErrors } from './graphql-reply.ts';

/** How many documents are remembered as checked. */
const MAX_REMEMBERED = 2_000;

/**
 * Refuses operations over the limits before anything else looks at them: validation alone can be made to take minutes.
 * A document that was checked is remembered by its digest.
 */
export function createLimitGuard(limits: OperationLimits): preHandlerAsyncHookHandler {
  const checked = new LRUCache<string, readonly LimitViolation[]>({ max: MAX_REMEMBERED });
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const source = sourceOf(request);
    if (source === undefined) return;
    const digest = createHash('sha256').update(source).digest('base64');
    const violations = checked.get(digest) ?? checkLimits(source, limits);
    checked.set(digest, violations);
    if (violations.length === 0) return;
    const errors = violations.map(({ message, ...extensions }) => ({
      message,
      extensions: { ...extensions },
    }));
    await sendGraphQLErrors(request, reply, 400, errors);
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
