import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#platform/tokens/principal.ts';
import type { OperationContext } from '../operation/answer-operation.ts';

/** The request that brought an operation, as Apollo Server hands it on. */
export type RequestContext = OperationContext;

/** A caller as the request's credentials prove it. */
export interface Caller {
  readonly principal: Principal | undefined;
  readonly token: string | undefined;
}

/** What an operation's context is made of. */
export interface ContextParts {
  readonly caller: Caller;
  readonly requestId: string;
  /** As the client sent it, if it did. */
  readonly traceparent: unknown;
  /** For the operation as a whole, in milliseconds. */
  readonly timeoutMs: number;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
}

/** W3C Trace Context, section 3.2.2. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** Makes the context of an operation, whatever brought it. */
export function toRequestContext(parts: ContextParts): RequestContext {
  const { caller, requestId, traceparent, timeoutMs, gone } = parts;
  return {
    principal: caller.principal,
    requestId,
    subgraphHeaders: {
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
      ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) && { traceparent }),
    },
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), gone]),
  };
}

/** Collects the context of a request. */
export function createRequestContext(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  timeoutMs: number,
): RequestContext {
  const { traceparent } = request.headers;
  return toRequestContext({ caller, requestId: request.id, traceparent, timeoutMs, gone: goneSignal(reply) });
}

/** Aborted when the client of a request leaves before it has its whole answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new DOMException('The client is gone.', 'AbortError'));
  });
  return gone.signal;
}
