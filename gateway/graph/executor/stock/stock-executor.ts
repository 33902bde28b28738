// Deep imports on purpose: the package's index brings the ApolloGateway class, which reports to Apollo once an hour
// unless an environment variable forbids it. What is never loaded never reports.

import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import { buildOperationContext } from '@apollo/gateway/dist/operationContext.js';
import { GraphQLError } from 'graphql';
import { toError } from '#platform/errors/to-error.ts';
import { createEntityBatching } from '../entity-batching.ts';
import type { Executor, ExecutorOptions } from '../executor.ts';
import { toEventPlan, withEvent } from './event.ts';
import { createTransportDataSource } from './transport-data-source.ts';

type StockRequestContext = Parameters<typeof executeQueryPlan>[2];

/** The executor of `@apollo/gateway` as our port, over our transport. */
export function createStockExecutor({ supergraph, transport, log }: ExecutorOptions): Executor {
  const { apiSchema, federation } = supergraph;
  const subgraphs = [...supergraph.subgraphUrls.keys()];
  // Events come one by one, each with a few entities; queries bring theirs together already.
  const batching = createEntityBatching(transport);
  return {
    async execute({ plan, document, operationName, variables, headers, signal, event, complete }) {
      const { node } = plan;
      const isEvent = node?.kind === 'Subscription' && event !== undefined;
      const runTransport = isEvent ? withEvent(batching, node.primary, event) : transport;
      const call = { headers, signal };
      const dataSources = Object.fromEntries(
        subgraphs.map((name) => [name, createTransportDataSource(name, runTransport, call, log)]),
      );
      const operationContext = buildOperationContext({
        schema: apiSchema,
        operationDocument: document,
        ...(operationName === undefined ? {} : { operationName }),
      });
      // All that the stock executor reads of a request's context.
      const requestContext = { request: { variables }, metrics: {}, logger: log, context: {} };
      const { data, errors } = await executeQueryPlan(
        isEvent ? toEventPlan(node) : plan,
        dataSources,
        requestContext as unknown as StockRequestContext,
        operationContext,
        federation.supergraphSchema,
        federation.apiSchema,
      );
      return { data: complete(data ?? null, variables), errors: (errors ?? []).map(toGraphQLError) };
    },
  };
}

/** The stock executor pushes whatever was thrown among the errors. */
function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = toError(error);
  return new GraphQLError(originalError.message, { originalError });
}
