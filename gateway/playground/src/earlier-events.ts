import { isAsyncIterable, type SyncExecutionResult } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql-ws';

/** As many as a person may want to look back at, and few enough to be written anew with each event. */
const maxEarlier = 20;

/**
 * Shows the events before the newest one below it, newest first, since GraphiQL shows nothing but the last result that it
 * was given. The answer of a query passes as it is, and so does a result that arrives in parts (`hasNext`).
 */
export function keepEarlierEvents(result: SyncExecutionResult): SyncExecutionResult {
  return isAsyncIterable(result) ? withEarlierEvents(result[Symbol.asyncIterator]()) : result;
}

/** No generator, as that would be stopped only after one more event. */
function withEarlierEvents(events: AsyncIterator<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  const earlier: ExecutionResult[] = [];
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const step = await events.next();
      if (step.done || 'hasNext' in step.value) return step;
      const value = withEarlier(step.value, earlier);
      earlier.unshift(step.value);
      earlier.splice(maxEarlier);
      return { done: false, value };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
}

function withEarlier(
  newest: ExecutionResult,
  earlier: readonly ExecutionResult[],
): ExecutionResult & { readonly earlierEvents?: readonly ExecutionResult[] } {
  return earlier.length === 0 ? newest : { ...newest, earlierEvents: [...earlier] };
}
