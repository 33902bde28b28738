import { useQuery } from 'urql';
import { explainError, type Problem, toHiddenPaths } from './problem.ts';
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

export interface QueryOptions<Variables> {
  readonly variables: Variables;
  readonly isPaused?: boolean;
  /** Types whose change makes the answer old, beside those that are in it: those of a list that may be empty. */
  readonly types?: readonly string[];
}

/** Asks the gateway, at first from the cache, and again when a mutation changed a type of the answer. */
export function useData<Data, Variables>(
  document: TrustedDocument<Data, Variables>,
  { variables, isPaused = false, types = noTypes }: QueryOptions<Variables>,
): QueryView<Data> {
  const [result, execute] = useQuery<Data, Record<string, unknown>>({
    query: document as TrustedDocument<Data, Record<string, unknown>>,
    variables: variables as Record<string, unknown>,
    pause: isPaused,
    requestPolicy: 'cache-and-network',
    // Compared by identity, so made once for a list of types.
    context: toContext(types),
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

const noTypes: readonly string[] = [];
const contexts = new Map<string, { additionalTypenames: string[] }>();

function toContext(types: readonly string[]): { additionalTypenames: string[] } {
  const key = types.join();
  const context = contexts.get(key) ?? { additionalTypenames: [...types] };
  contexts.set(key, context);
  return context;
}

/** True if at least one root field has a value. */
function hasData<Data>(data: Data | undefined): data is Data {
  return data !== undefined && data !== null && Object.values(data).some((value) => value !== null);
}
