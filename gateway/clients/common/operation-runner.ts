import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { CodedError } from '#platform/errors/coded-error.ts';
import { toObject } from '../../graph/executor/response/json-text.ts';
import type { FederatedGraph } from '../../graph/graph.ts';
import type { DeliveryMode } from '../../graph/supergraph/delivery.ts';
import type { Admission, AdmittedOperation, OperationForm } from '../../operation/admit.ts';
import type { AnswerOperation } from '../../operation/answer-operation.ts';
import type { Caller } from '../../operation/caller.ts';
import type { ClientIdentity } from '../../operation/client-identity.ts';
import { toPayloadTexts } from '../../operation/defer/payload-texts.ts';
import type { SetHeader, Transport } from '../../operation/incoming-operation.ts';
import type { LiveCaller } from '../../operation/live-caller.ts';
import { toOperationContext } from '../../operation/operation-context.ts';
import type { OperationParameters } from '../../operation/operation-parameters.ts';
import { startOperationTime } from '../../operation/operation-time.ts';
import type { Subscriptions } from '../../subscription/subscriptions.ts';
import type { HeaderFields } from '../../upstream/headers/header-policy.ts';

/** One operation that came over a transport other than plain HTTP. */
interface TransportedOperation {
  readonly parameters: OperationParameters;
  readonly transport: Transport;
  readonly credentials: LiveCaller;
  /** Where the client calls from, in the form by which addresses are counted. */
  readonly clientAddress: string;
  readonly requestId: string;
  readonly client: ClientIdentity;
  /** The client's headers that may reach subgraphs. */
  readonly forwarded: HeaderFields;
  /** Aborted when the client is gone, or wants no more of this operation. */
  readonly signal: AbortSignal;
  /** Absent if the answer has no headers of its own. */
  readonly setHeader?: SetHeader | undefined;
}

interface RefusedAnswer {
  readonly kind: 'refused';
  readonly errors: readonly GraphQLFormattedError[];
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

interface SingleAnswer {
  readonly kind: 'single';
  readonly result: FormattedExecutionResult;
}

interface LiveAnswer {
  readonly kind: 'live';
  readonly mode: DeliveryMode;
  readonly events: AsyncIterableIterator<FormattedExecutionResult>;
}

/** An answer of which parts may come later. */
interface AnswerInParts {
  readonly kind: 'parts';
  /** As JSON text. */
  readonly payloads: AsyncIterable<string>;
}

export type TransportedAnswer = RefusedAnswer | SingleAnswer | LiveAnswer;

export interface OperationRunnerOptions {
  readonly graphs: { readonly current: FederatedGraph };
  readonly admission: Admission;
  readonly answer: AnswerOperation;
  readonly subscriptions: Subscriptions;
  /** For a whole query or mutation, in milliseconds. */
  readonly operationTimeoutMs: number;
}

/** Runs operations of every kind for transports that carry more than one result. */
export interface OperationRunner {
  /** The form of an operation by the graph in use, before it is run; `undefined` if it could not be run. */
  classify(parameters: OperationParameters): OperationForm | undefined;
  run(operation: TransportedOperation): Promise<TransportedAnswer>;
  /** The same for a client that takes parts of an answer later: any answer to an operation with `@defer` is in parts. */
  runInParts(operation: TransportedOperation): Promise<TransportedAnswer | AnswerInParts>;
}

/** Answers an admitted query or mutation. */
type AnswerOnce<Answer> = (
  operation: TransportedOperation,
  admitted: AdmittedOperation,
  caller: Caller,
) => Promise<Answer>;

/** @see OperationRunner */
export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { graphs, admission, subscriptions, answer } = options;

  async function run<Answer>(
    operation: TransportedOperation,
    answerOnce: AnswerOnce<Answer>,
  ): Promise<Answer | RefusedAnswer | LiveAnswer> {
    const { parameters, transport, credentials, clientAddress, requestId, signal, setHeader } = operation;
    const { ended, now: caller } = credentials;
    if (ended.aborted) return { kind: 'refused', errors: [toEndError(ended.reason)] };
    const graph = graphs.current;
    const admitted = await admission.admit({
      graph,
      requestId,
      parameters,
      caller,
      transport,
      clientAddress,
      signal,
      setHeader,
    });
    if (admitted.kind === 'refused') return admitted;
    if (signal.aborted) return { kind: 'refused', errors: [goneError] };
    if (admitted.type !== 'subscription') return answerOnce(operation, admitted, caller);
    const { document, operationName, variables } = admitted;
    const { client, forwarded } = operation;
    return subscriptions.open({
      graph,
      document,
      operationName,
      variables,
      credentials,
      clientAddress,
      client,
      forwarded,
      requestId,
      signal,
    });
  }

  /** The context of an operation, and what ends its time. */
  function begin(operation: TransportedOperation, caller: Caller) {
    const { requestId, clientAddress, client, forwarded, signal } = operation;
    const time = startOperationTime(options.operationTimeoutMs);
    const leave = () => time.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    return {
      context: toOperationContext({
        caller,
        client,
        requestId,
        clientAddress,
        forwarded,
        signal: time.signal,
      }),
      end: () => {
        time.end();
        signal.removeEventListener('abort', leave);
      },
    };
  }

  const answerWhole: AnswerOnce<SingleAnswer> = async (operation, admitted, caller) => {
    const { context, end } = begin(operation, caller);
    const { errors, data, extensions } = await answer(admitted, context).finally(end);
    return {
      kind: 'single',
      result: {
        ...(data !== undefined && { data: data && toObject(data) }),
        ...(extensions && { extensions }),
        ...(errors && { errors: errors.map((error) => error.toJSON()) }),
      },
    };
  };

  const answerInParts: AnswerOnce<SingleAnswer | AnswerInParts> = async (operation, admitted, caller) => {
    const { deferring: inParts } = admitted;
    if (!inParts) return answerWhole(operation, admitted, caller);
    const { context, end } = begin(operation, caller);
    try {
      const parts = await answer({ ...admitted, inParts }, context);
      return { kind: 'parts', payloads: endAfter(toPayloadTexts(parts), end) };
    } catch (error) {
      end();
      throw error;
    }
  };

  return {
    classify: (parameters) => admission.classify(graphs.current, parameters),
    run: (operation) => run(operation, answerWhole),
    runInParts: (operation) => run(operation, answerInParts),
  };
}

async function* endAfter<Item>(items: AsyncIterable<Item>, end: () => void): AsyncGenerator<Item, void> {
  try {
    yield* items;
  } finally {
    end();
  }
}

/** Nobody reads it: the client has left while its operation was looked at. */
const goneError: GraphQLFormattedError = {
  message: 'The client is gone.',
  extensions: { code: 'CLIENT_GONE' },
};

function toEndError(reason: unknown): GraphQLFormattedError {
  if (!(reason instanceof CodedError)) throw reason;
  return { message: reason.message, extensions: { code: reason.code } };
}
