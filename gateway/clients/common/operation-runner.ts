import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Graph } from '../../graph/graph.ts';
import type { DeliveryMode } from '../../graph/supergraph/delivery.ts';
import type { AdmitOperation, AdmittedOperation } from '../../operation/admit.ts';
import type { AnswerOperation } from '../../operation/answer-operation.ts';
import type { LiveCaller } from '../../operation/live-caller.ts';
import { toOperationContext } from '../../operation/operation-context.ts';
import type { OperationParameters } from '../../operation/operation-parameters.ts';
import type { OperationRefusal } from '../../operation/refusal.ts';
import type { Subscriptions } from '../../subscription/subscriptions.ts';
import type { HeaderFields } from '../../upstream/headers/header-policy.ts';

/** One operation that came over a transport other than plain HTTP. */
export interface TransportedOperation {
  readonly parameters: OperationParameters;
  readonly caller: LiveCaller;
  readonly remoteAddress: string;
  readonly requestId: string;
  /** What may go on of the client's headers. */
  readonly forwarded: HeaderFields;
  /** Aborted when the client is gone, or wants no more of this operation. */
  readonly signal: AbortSignal;
}

export type TransportedAnswer =
  | {
      readonly kind: 'refused';
      readonly errors: readonly GraphQLFormattedError[];
      readonly status?: number | undefined;
    }
  | { readonly kind: 'single'; readonly result: FormattedExecutionResult }
  | {
      readonly kind: 'live';
      readonly mode: DeliveryMode;
      readonly events: AsyncIterableIterator<FormattedExecutionResult>;
    };

export interface OperationRunnerOptions {
  readonly graphs: { readonly current: Graph };
  readonly admit: AdmitOperation;
  /** Told of each operation that is refused when it is to be run. */
  readonly onRefused: (refusal: OperationRefusal) => void;
  readonly answer: AnswerOperation;
  readonly subscriptions: Subscriptions;
  /** For a whole query or mutation, in milliseconds. */
  readonly operationTimeoutMs: number;
}

/** Runs operations of every kind for transports that carry more than one result. */
export interface OperationRunner {
  /** Looks at an operation against the graph in use, before it is run. */
  admit(
    parameters: OperationParameters,
    principal: Principal | undefined,
  ): AdmittedOperation | OperationRefusal;
  run(operation: TransportedOperation): Promise<TransportedAnswer>;
}

/** @see OperationRunner */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { graphs, subscriptions, answer } = options;

  function admit(parameters: OperationParameters, principal: Principal | undefined) {
    return options.admit(graphs.current, parameters, principal);
  }

  return {
    admit,
    async run(operation) {
      const { parameters, caller, requestId, signal } = operation;
      if (caller.ended.aborted) return { kind: 'refused', errors: [toEndError(caller.ended.reason)] };
      const admitted = admit(parameters, caller.caller.principal);
      if (admitted.kind === 'refused') {
        options.onRefused(admitted);
        return admitted;
      }
      if (admitted.type !== 'subscription') return runOnce(operation, admitted);
      const { graph, document, operationName, variables } = admitted;
      const { remoteAddress, forwarded } = operation;
      return subscriptions.open({
        graph,
        document,
        operationName,
        variables,
        caller,
        remoteAddress,
        forwarded,
        requestId,
        signal,
      });
    },
  };

  async function runOnce(
    operation: TransportedOperation,
    admitted: AdmittedOperation,
  ): Promise<TransportedAnswer> {
    const { errors, ...rest } = await answer(
      admitted,
      toOperationContext({
        caller: operation.caller.caller,
        requestId: operation.requestId,
        forwarded: operation.forwarded,
        timeoutMs: options.operationTimeoutMs,
        gone: operation.signal,
      }),
    );
    return {
      kind: 'single',
      result: { ...rest, ...(errors && { errors: errors.map((error) => error.toJSON()) }) },
    };
  }
}

function toEndError(reason: unknown): GraphQLFormattedError {
  if (!(reason instanceof CodedError)) throw reason;
  return { message: reason.message, extensions: { code: reason.code } };
}
