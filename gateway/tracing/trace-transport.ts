import { CodedError } from '#platform/errors/coded-error.ts';
import type { Tracing } from '#platform/tracing/tracing.ts';
import type { SubgraphTransport } from '../upstream/subgraph-transport.ts';
import { toErrorType } from './operation-attributes.ts';

/**
 * Records a span of each request to a subgraph, retries included. The subgraph is told this span as its parent. A request that
 * shares the answer to an equal one has a span of its own, but the subgraph knows only the first.
 */
export function traceTransport(transport: SubgraphTransport, tracing: Tracing): SubgraphTransport {
  return {
    async send(request, call) {
      const { subgraph, operationName, representations } = request;
      const span = tracing.startSpan(`subgraph ${subgraph}`, {
        kind: 'client',
        parent: call.headers['traceparent'],
        attributes: {
          'gateway.subgraph': subgraph,
          'gateway.representations': representations?.length,
          'graphql.operation.name': operationName,
        },
      });
      try {
        const headers = { ...call.headers, traceparent: span.traceparent };
        const response = await transport.send(request, { ...call, headers });
        if (response.errors?.length) span.fail(toErrorType(response.errors));
        return response;
      } catch (error) {
        span.fail(error instanceof CodedError ? error.code : 'unknown');
        throw error;
      } finally {
        span.end();
      }
    },
  };
}
