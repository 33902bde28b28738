import { getOperationAST } from 'graphql';
import type { Changes } from '../upstream/changes.ts';
import { hasLeft } from '../upstream/has-left.ts';
import { withoutTrace } from '../upstream/headers/header-policy.ts';
import type { AnswerOperation } from './answer-operation.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';
import type { OperationContext } from './operation-context.ts';

type Operation = Parameters<AnswerOperation>[0];

/** A query that is being answered, and those who wait for it. */
interface Flight {
  readonly answer: Promise<GraphQLAnswer>;
  readonly abandoned: AbortController;
  /** The number of changes before it. */
  readonly begunAt: number;
  waiting: number;
  /** The one whose time counts: the first, and any once that has left. */
  keeper: AbortSignal | undefined;
}

/**
 * Answers equal queries that are asked at the same moment once. Equal are those with the same document, operation and variables, for
 * which the same policies hold, and whose requests to subgraphs would have the same headers, the caller's token among them; nothing else decides
 * what a query is answered. An answer
 * is never kept: whoever asks after it has been given is answered anew. Nobody waits for an answer that was begun before the last change.
 *
 * @param onShared is called for each query that waits for the answer to another
 */
export function shareAnswers(
  answer: AnswerOperation,
  changes: Changes,
  onShared: () => void,
): AnswerOperation {
  const flightsOfDocuments = new WeakMap<object, Map<string, Flight>>();

  function join(operation: Operation, context: OperationContext): Flight {
    // A document belongs to one graph.
    const flights = flightsOfDocuments.get(operation.document) ?? new Map<string, Flight>();
    flightsOfDocuments.set(operation.document, flights);
    const key = toKey(operation, context);
    const known = flights.get(key);
    if (known?.begunAt === changes.count && !known.abandoned.signal.aborted) {
      known.waiting += 1;
      onShared();
      return known;
    }
    const abandoned = new AbortController();
    const begunAt = changes.count;
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    const own = answer(operation, { ...context, signal: abandoned.signal }).finally(land);
    const flight: Flight = {
      answer: own.then((result) => (flight.waiting > 1 ? { ...result, isShared: true } : result)),
      abandoned,
      begunAt,
      waiting: 1,
      keeper: context.signal,
    };
    flights.set(key, flight);
    return flight;
  }

  return async (operation, context) => {
    if (getOperationAST(operation.document, operation.operationName)?.operation !== 'query') {
      return answer(operation, context).finally(changes.note);
    }
    // Each client takes what comes later in its own time.
    if (operation.inParts) return answer(operation, context);
    const { signal } = context;
    const flight = join(operation, context);
    const leave = () => {
      if (hasLeft(signal)) {
        flight.waiting -= 1;
        if (flight.keeper === signal) flight.keeper = undefined;
        if (flight.waiting === 0) flight.abandoned.abort(signal.reason);
      } else if (flight.keeper === signal || flight.keeper === undefined)
        flight.abandoned.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    try {
      return await flight.answer;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
}

function toKey({ operationName, variables }: Operation, context: OperationContext): string {
  const { subgraphHeaders, heldPolicies = [] } = context;
  // A policy may hold by address or time, of which the headers say nothing.
  const policies = [...heldPolicies].sort();
  return JSON.stringify([operationName, variables, policies, withoutTrace(subgraphHeaders)]);
}
