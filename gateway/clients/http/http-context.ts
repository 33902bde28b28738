import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Caller } from '../../operation/caller.ts';
import { readClientIdentity } from '../../operation/client-identity.ts';
import type { SetHeader } from '../../operation/incoming-operation.ts';
import { type OperationContext, toOperationContext } from '../../operation/operation-context.ts';
import type { HeaderPolicy } from '../../upstream/headers/header-policy.ts';
import { startReplyTime } from '../common/reply-time.ts';

/** The request that brought an operation, as Apollo Server hands it on. */
export interface HttpContext extends OperationContext {
  readonly setHeader: SetHeader;
}

/** The parts of a request of which its context is made. */
export interface HttpRequestParts {
  readonly headers: IncomingHttpHeaders;
  readonly caller: Caller;
  readonly clientAddress: string;
  readonly requestId: string;
  readonly response: ServerResponse;
  readonly setHeader: SetHeader;
}

export interface HttpContextOptions {
  /** Decides what may go on of a client's headers. */
  readonly headers: HeaderPolicy;
  /** For a whole operation, in milliseconds. */
  readonly operationTimeoutMs: number;
}

/** Makes the context of a request, whose time begins with it. */
export function toHttpContext(
  { headers, caller, clientAddress, requestId, response, setHeader }: HttpRequestParts,
  options: HttpContextOptions,
): HttpContext {
  const context = toOperationContext({
    caller,
    client: readClientIdentity(headers, caller),
    clientAddress,
    requestId,
    forwarded: options.headers.collect(headers),
    signal: startReplyTime(response, options.operationTimeoutMs),
  });
  return { ...context, setHeader };
}
