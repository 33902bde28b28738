import type { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type RequestContext, toRequestContext } from '../http/request-context.ts';
import type { Graph } from '../operation/graph.ts';
import type { DeliveryMode } from '../subscription/delivery.ts';
import type { LiveCaller } from '../subscription/live-caller.ts';
import type { Subscriptions } from '../subscription/subscriptions.ts';
import type { GraphQLParameters } from './graphql-parameters.ts';
import type { PreparedOperation, PrepareOperation } from './prepare-operation.ts';

/** One operation that came over a transport other than plain HTTP. */
export interface TransportedOperation {
  readonly parameters: GraphQLParameters;
  readonly caller: LiveCaller;
  readonly remoteAddress: string;
  readonly requestId: string;
  readonly traceparent: unknown;
  /** Aborted when the client is gone, or wants no more of this operation. */
  readonly signal: AbortSignal;
}

export type TransportedAnswer =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'single'; readonly result: FormattedExecutionResult }
  | {
      readonly kind: 'live';
      readonly mode: DeliveryMode;
      readonly events: AsyncIterableIterator<FormattedExecutionResult>;
    };

export interface OperationRunnerOptions {
  /** Started. */
  readonly apollo: ApolloServer<RequestContext>;
  readonly graphs: { readonly current: Graph };
  readonly subscriptions: Subscriptions;
  readonly prepare: PrepareOperation;
  /** For a whole query or mutation, in milliseconds. */
  readonly operationTimeoutMs: number;
}

/** Runs operations of every kind for transports that carry more than one result. */
export interface OperationRunner {
  /** Looks at an operation against the graph in use, before it is run. */
  prepare(parameters: GraphQLParameters): { readonly graph: Graph; readonly operation: PreparedOperation };
  run(operation: TransportedOperation): Promise<TransportedAnswer>;
}

/** @see OperationRunner */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { apollo, graphs, subscriptions } = options;

  function prepare({ query, operationName }: GraphQLParameters) {
    const graph = graphs.current;
    return { graph, operation: options.prepare(graph, query, operationName) };
  }

  return {
    prepare,
    async run(operation) {
      const { parameters, caller } = operation;
      if (caller.ended.aborted) return { kind: 'refused', errors: [toEndError(caller.ended.reason)] };
      const { graph, operation: prepared } = prepare(parameters);
      if (prepared.kind === 'refused') return prepared;
      if (prepared.kind === 'other') return runOnce(operation);
      return subscriptions.open({
        graph,
        document: prepared.document,
        operationName: parameters.operationName,
        variables: parameters.variables,
        caller,
        remoteAddress: operation.remoteAddress,
        requestId: operation.requestId,
        signal: operation.signal,
      });
    },
  };

  async function runOnce(operation: TransportedOperation): Promise<TransportedAnswer> {
    const { query, operationName, variables, extensions } = operation.parameters;
    const { body } = await apollo.executeOperation(
      {
        query,
        variables,
        ...(operationName !== undefined && { operationName }),
        ...(extensions && { extensions }),
      },
      {
        contextValue: toRequestContext({
          caller: operation.caller.caller,
          requestId: operation.requestId,
          traceparent: operation.traceparent,
          timeoutMs: options.operationTimeoutMs,
          gone: operation.signal,
        }),
      },
    );
    if (body.kind === 'single') return { kind: 'single', result: body.singleResult };
    throw new TypeError('Apollo Server answered in parts, which nothing here asks for.');
  }
}

function toEndError(reason: unknown): GraphQLFormattedError {
  if (!(reason instanceof CodedError)) throw reason;
  return { message: reason.message, extensions: { code: reason.code } };
}
