import type { HeaderPolicy } from './headers/header-policy.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Puts a policy before a transport: callers hand over what was collected, subgraphs get what the rules say. */
export function withHeaderPolicy(transport: SubgraphTransport, policy: HeaderPolicy): SubgraphTransport {
  return {
    send: (request, call) =>
      transport.send(request, { ...call, headers: policy.toHeaders(request.subgraph, call.headers) }),
  };
}
