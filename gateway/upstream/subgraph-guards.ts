import { type BreakerOptions, type BreakerState, CircuitBreaker, type NoteEnd } from './circuit-breaker.ts';
import { RetryBudget, type RetryBudgetOptions } from './retry-budget.ts';

/** Is told what keeps requests to subgraphs from being sent, or lets them be sent again. */
export interface GuardObserver {
  /** A request is sent once more. */
  retried(subgraph: string): void;
  /** A request is not sent once more, as there were retries enough. */
  retryRefused(subgraph: string): void;
  breakerChanged(subgraph: string, state: BreakerState): void;
  /** A request is refused at once, as too many have failed. */
  refused(subgraph: string): void;
}

export interface SubgraphGuardsOptions extends BreakerOptions, RetryBudgetOptions {
  /** From the call to the end of the answer, further attempts included, in milliseconds. */
  readonly responseTimeoutMs: number;
  /** The most retries of one request. */
  readonly maxRetries: number;
  /** The longest wait for the first retry at the same address, in milliseconds; then twice as long. Chance takes off up to a half. */
  readonly retryDelayMs: number;
  /** Finds the time of a subgraph that has one of its own, in milliseconds. */
  readonly findTimeoutMs?: (subgraph: string) => number | undefined;
}

/** Decides about the requests to one subgraph, whichever supergraph it belongs to. */
export interface SubgraphGuard {
  readonly timeoutMs: number;
  readonly retryDelayMs: number;
  /** @returns `undefined` if the request is refused; otherwise the caller must note its end, once */
  enter(): NoteEnd | undefined;
  /**
   * Decides if a request is sent once more.
   *
   * @param retries how often it was sent once more before
   */
  allowRetry(retries: number): boolean;
}

/** Finds the guard of a subgraph. */
export type FindGuard = (subgraph: string) => SubgraphGuard;

/** Creates the guards of all subgraphs, each when it is first asked for. */
export function createSubgraphGuards(options: SubgraphGuardsOptions, observer: GuardObserver): FindGuard {
  const guards = new Map<string, SubgraphGuard>();
  return (subgraph) => {
    const known = guards.get(subgraph);
    if (known !== undefined) return known;
    const guard = createGuard(subgraph, options, observer);
    guards.set(subgraph, guard);
    return guard;
  };
}

function createGuard(
  subgraph: string,
  options: SubgraphGuardsOptions,
  observer: GuardObserver,
): SubgraphGuard {
  const breaker = new CircuitBreaker(options, {
    onState: (state) => observer.breakerChanged(subgraph, state),
  });
  const budget = new RetryBudget(options);
  return {
    timeoutMs: options.findTimeoutMs?.(subgraph) ?? options.responseTimeoutMs,
    retryDelayMs: options.retryDelayMs,
    enter() {
      const note = breaker.enter();
      if (note === undefined) observer.refused(subgraph);
      else budget.noteRequest();
      return note;
    },
    allowRetry(retries) {
      if (retries >= options.maxRetries) return false;
      const isAllowed = budget.take();
      if (isAllowed) observer.retried(subgraph);
      else observer.retryRefused(subgraph);
      return isAllowed;
    },
  };
}
