import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  locatedError,
} from 'graphql';
import type { OperationRequest } from '#platform/websocket/websocket-handler.ts';

export interface SubscriptionOptions {
  readonly schema: GraphQLSchema;
  /** A valid operation with valid variables. */
  readonly document: DocumentNode;
  readonly request: OperationRequest;
  /** Called for the subscription itself and again for each event: loaders must not outlive one. */
  readonly createContext: () => object;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Called for each event; false ends the subscription without the event. */
  readonly mayContinue: () => boolean;
  readonly signal: AbortSignal;
  /** Called with the reason why a source could not be ended. */
  readonly onReturnFailed: (error: unknown) => void;
}

/**
 * Runs one subscription on a subgraph's schema. Each event is executed by itself, rules included. A source that fails
 * ends the results with one that has nothing but its error.
 *
 * @returns the results, or the errors for which the subscription is refused
 */
export async function runSubscription(
  options: SubscriptionOptions,
): Promise<AsyncIterable<FormattedExecutionResult> | readonly GraphQLFormattedError[]> {
  const source = await createSourceEventStream(toArguments(options, undefined));
  if (Symbol.asyncIterator in source) return executeEvents(source, options);
  return (source.errors ?? []).map((error) => format(error, options));
}

/** Ends a source as soon as its subscription is over, without waiting for another event. */
function executeEvents(
  source: AsyncIterable<unknown>,
  options: SubscriptionOptions,
): AsyncIterable<FormattedExecutionResult> {
  const { signal } = options;
  const events = source[Symbol.asyncIterator]();
  const end = () => {
    events.return?.().catch(options.onReturnFailed);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  return executeEach(events, options, () => {
    signal.removeEventListener('abort', end);
    end();
  });
}

async function* executeEach(
  events: AsyncIterator<unknown>,
  options: SubscriptionOptions,
  end: () => void,
): AsyncGenerator<FormattedExecutionResult> {
  try {
    for (;;) {
      const event = await events.next();
      if (event.done === true || options.signal.aborted || !options.mayContinue()) return;
      yield toFormatted(await execute(toArguments(options, event.value)), options);
    }
  } catch (error) {
    yield { errors: [format(locatedError(error, undefined), options)] };
  } finally {
    end();
  }
}

function toArguments(options: SubscriptionOptions, rootValue: unknown): ExecutionArgs {
  return {
    schema: options.schema,
    document: options.document,
    rootValue,
    contextValue: options.createContext(),
    operationName: options.request.operationName ?? null,
    variableValues: options.request.variables ?? null,
  };
}

function toFormatted(result: ExecutionResult, options: SubscriptionOptions): FormattedExecutionResult {
  const { errors, ...rest } = result;
  return errors === undefined ? rest : { ...rest, errors: errors.map((error) => format(error, options)) };
}

function format(error: GraphQLError, options: SubscriptionOptions): GraphQLFormattedError {
  return options.formatError(error.toJSON(), error);
}
