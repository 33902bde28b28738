import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Planner, QueryPlan } from './planner.ts';

/**
 * Remembers plans. Documents are told apart by identity: parsed and filtered ones are kept and come again as the same
 * object, so that no text has to be compared.
 */
export function createCachedPlanner(planner: Planner, options: { readonly maxPlans: number }): Planner {
  const plans = new LRUCache<DocumentNode, Map<string | undefined, QueryPlan>>({ max: options.maxPlans });
  return {
    plan(document, operationName) {
      const byName = plans.get(document) ?? new Map<string | undefined, QueryPlan>();
      const known = byName.get(operationName);
      if (known) return known;
      const plan = planner.plan(document, operationName);
      byName.set(operationName, plan);
      plans.set(document, byName);
      return plan;
    },
  };
}
