import { type HeaderFields, toOriginFields } from '../upstream/headers/header-policy.ts';
import { type Caller, toSubgraphHeaders } from './caller.ts';
import type { ClientIdentity } from './client-identity.ts';

/** The request that brought an operation. */
export interface OperationContext {
  readonly caller: Caller;
  readonly client: ClientIdentity;
  readonly requestId: string;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  /** The policies that were decided for the operation and hold; none if absent. */
  readonly heldPolicies?: ReadonlySet<string>;
  /** Headers for the requests to subgraphs; nothing else of the client's goes on. */
  readonly subgraphHeaders: HeaderFields;
  /** Aborted when time is up, and when the client of a query is gone. */
  readonly signal: AbortSignal;
}

/** The parts of an operation's context. */
export interface ContextParts {
  readonly caller: Caller;
  readonly client: ClientIdentity;
  readonly requestId: string;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  /** The client's headers that may reach subgraphs. */
  readonly forwarded: HeaderFields;
  /** Aborted when time is up, and when the client is gone. */
  readonly signal: AbortSignal;
}

/** Makes the context of an operation, whatever brought it. */
export function toOperationContext(parts: ContextParts): OperationContext {
  const { caller, client, requestId, clientAddress, forwarded, signal } = parts;
  return {
    caller,
    client,
    requestId,
    clientAddress,
    subgraphHeaders: {
      ...toSubgraphHeaders(forwarded, caller),
      ...toOriginFields(clientAddress, requestId),
    },
    signal,
  };
}
