import { integer } from '#platform/configuration/fields.ts';
import { createCostEstimator, DEFAULT_LIST_SIZES } from '#platform/operation-limits/estimate-cost.ts';
import { findViolation } from '#platform/operation-limits/limits.ts';
import { defineCheck } from './admission-check.ts';
import { refuseViolations } from './refusal.ts';

const { defaultPageSize, unpagedListSize } = DEFAULT_LIST_SIZES;

/** Bounds the values that an answer may hold by estimate: the sizes of lists within lists multiply. */
export const costCheck = defineCheck(
  {
    MAX_COST: integer({ min: 1, max: 1_000_000_000_000, byDefault: 100_000 }),
    COST_PAGE_SIZE: integer({ min: 1, max: 100_000_000, byDefault: defaultPageSize }),
    // Pages have no largest size here: only the subgraphs know theirs.
    COST_MAX_PAGE_SIZE: integer({ min: 1, max: 1_000_000_000, byDefault: 1_000_000_000 }),
    COST_LIST_SIZE: integer({ min: 1, max: 100_000_000, byDefault: unpagedListSize }),
  },
  (variables) => {
    const estimateCost = createCostEstimator({
      defaultPageSize: variables.COST_PAGE_SIZE,
      maxPageSize: variables.COST_MAX_PAGE_SIZE,
      unpagedListSize: variables.COST_LIST_SIZE,
    });
    return {
      beforeRunning({ graph, document, definition, coercedVariables }) {
        const violation = findViolation({
          code: 'MAX_COST_LIMIT',
          subject: 'operation',
          unit: 'values to answer, by the sizes of its lists',
          measured: estimateCost(graph.supergraph.apiSchema, {
            document: document.asked,
            operation: definition,
            variables: coercedVariables,
          }),
          allowed: variables.MAX_COST,
        });
        return violation && refuseViolations([violation]);
      },
    };
  },
);
