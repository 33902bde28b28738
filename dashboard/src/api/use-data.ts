import { createRequest } from '@urql/core';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { useApi } from './api-context.ts';
import { explainError, type Problem, toHiddenPaths } from './problem.ts';
import { type QueryOf, toTypesContext } from './query-of.ts';
import type { TrustedDocument } from './trusted-document.ts';

/** The answer of a query as a component shows it. */
export interface QueryView<Data> {
  /** The newest answer, also while a newer one is fetched. */
  readonly data: Data | undefined;
  readonly isFetching: boolean;
  /** Why there is no newer answer; an answer in which some fields are hidden has none. */
  readonly problem: Problem | undefined;
  /** Fields that this person may not see, such as `customer.email`. */
  readonly hidden: ReadonlySet<string>;
  /** Asks again, past the cache. */
  readonly retry: () => void;
}

export interface QueryOptions<Variables> extends Omit<QueryOf<unknown, Variables>, 'document'> {
  readonly isPaused?: boolean;
}

/** Asks the gateway, at first from the cache, and again when a mutation changed a type of the answer. */
export function useData<Data, Variables>(
  document: TrustedDocument<Data, Variables>,
  { variables, isPaused = false, types }: QueryOptions<Variables>,
): QueryView<Data> {
  const request = createRequest(
    document as TrustedDocument<Data, Record<string, unknown>>,
    variables as Record<string, unknown>,
  );
  const [result, execute] = useQuery<Data>({
    query: request.query,
    variables: request.variables,
    pause: isPaused,
    requestPolicy: useIsAskedFirst(request.key) ? 'cache-first' : 'cache-and-network',
    context: toTypesContext(types),
  });
  const { data, error, fetching, stale } = result;
  const hidden = toHiddenPaths(error);
  const isWhole = error === undefined || (hasData(data) && hidden.size === error.graphQLErrors.length);
  return {
    data: hasData(data) ? data : undefined,
    isFetching: fetching || stale,
    problem: isWhole ? undefined : error && explainError(error),
    hidden,
    retry: () => execute({ requestPolicy: 'network-only' }),
  };
}

/** True if the query was sent before the page was there; the same for as long as the query is. */
function useIsAskedFirst(key: number): boolean {
  const { first } = useApi();
  const asked = useRef({ key: Number.NaN, isFresh: false });
  if (asked.current.key !== key) asked.current = { key, isFresh: first.isFresh(key) };
  useEffect(() => first.take(key), [first, key]);
  return asked.current.isFresh;
}

/** True if at least one root field has a value. */
function hasData<Data>(data: Data | undefined): data is Data {
  return data !== undefined && data !== null && Object.values(data).some((value) => value !== null);
}
