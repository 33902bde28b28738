import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { toOverrideKey } from './overrides.ts';
import type { Planner, QueryPlan } from './planner.ts';

/** Is told of each plan that is wanted. */
export interface PlanObserver {
  /** It was kept. */
  found(): void;
  /** It had to be made, which took so long. */
  made(seconds: number): void;
}

/**
 * Remembers plans. Documents are told apart by identity: parsed and filtered ones are kept and come again as the same
 * object, so that no text has to be compared.
 */
export function createCachedPlanner(
  planner: Planner,
  options: { readonly maxPlans: number; readonly observer?: PlanObserver },
): Planner {
  const { observer } = options;
  const plans = new LRUCache<DocumentNode, Map<string, Outcome>>({ max: options.maxPlans });
  return {
    plan(document, operationName, overrides = new Set()) {
      const byKey = plans.get(document) ?? new Map<string, Outcome>();
      const key = `${operationName ?? ''} ${toOverrideKey(overrides)}`;
      const known = byKey.get(key);
      if (known) {
        observer?.found();
        return unwrap(known);
      }
      const from = performance.now();
      const outcome = attempt(() => planner.plan(document, operationName, overrides));
      observer?.made((performance.now() - from) / 1_000);
      byKey.set(key, outcome);
      plans.set(document, byKey);
      return unwrap(outcome);
    },
  };
}

/** A plan, or why there is none: to find out again would take as long as the first time. */
type Outcome = { readonly plan: QueryPlan } | { readonly error: unknown };

function attempt(makePlan: () => QueryPlan): Outcome {
  try {
    return { plan: makePlan() };
  } catch (error) {
    return { error };
  }
}

function unwrap(outcome: Outcome): QueryPlan {
  if ('plan' in outcome) return outcome.plan;
  throw outcome.error;
}
