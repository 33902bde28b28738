import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#platform/tokens/principal.ts';
import type { OperationContext } from '../../operation/answer-operation.ts';
import type { HeaderPolicy, Headers } from '../../upstream/headers/header-policy.ts';

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
  /** What may go on of the client's headers. */
  readonly forwarded: Headers;
  /** For the operation as a whole, in milliseconds. */
  readonly timeoutMs: number;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
}

/** Makes the context of an operation, whatever brought it. */
export function toRequestContext(parts: ContextParts): RequestContext {
  const { caller, requestId, forwarded, timeoutMs, gone } = parts;
  return {
    principal: caller.principal,
    requestId,
    subgraphHeaders: {
      ...forwarded,
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
    },
    signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), gone]),
  };
}

/** Collects the context of a request. */
export function createRequestContext(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  options: { readonly timeoutMs: number; readonly headers: HeaderPolicy },
): RequestContext {
  const { timeoutMs, headers } = options;
  const forwarded = headers.collect(request.headers);
  return toRequestContext({ caller, requestId: request.id, forwarded, timeoutMs, gone: goneSignal(reply) });
}

/** Aborted when the client of a request leaves before it has its whole answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new DOMException('The client is gone.', 'AbortError'));
  });
  return gone.signal;
}
