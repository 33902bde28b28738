import { GraphQLError, getOperationAST } from 'graphql';
import { flag, integer } from '#platform/configuration/fields.ts';
import { createCostEstimator, DEFAULT_LIST_SIZES } from '#platform/operation-limits/estimate-cost.ts';
import { findViolation } from '#platform/operation-limits/limits.ts';
import { measureCost } from '#platform/operation-limits/measure-cost.ts';
import { toObject } from '../graph/executor/response/json-text.ts';
import { type AnsweredOperation, defineCheck } from './admission-check.ts';
import { keepEstimatedCost } from './estimated-cost.ts';
import type { GraphQLAnswer } from './graphql-answer.ts';
import { refuseViolations } from './refusal.ts';

const { defaultPageSize, unpagedListSize } = DEFAULT_LIST_SIZES;

/**
 * Bounds the values that an answer may hold: by estimate, in which the sizes of lists within lists multiply, before an operation
 * runs, and if it is asked for, by what the answer to a query holds. `@cost` and `@listSize` of the supergraph count.
 */
export const costCheck = defineCheck(
  {
    MAX_COST: integer({ min: 1, max: 1_000_000_000_000, byDefault: 100_000 }),
    COST_PAGE_SIZE: integer({ min: 1, max: 100_000_000, byDefault: defaultPageSize }),
    // Pages have no largest size here: only the subgraphs know theirs.
    COST_MAX_PAGE_SIZE: integer({ min: 1, max: 1_000_000_000, byDefault: 1_000_000_000 }),
    COST_LIST_SIZE: integer({ min: 1, max: 100_000_000, byDefault: unpagedListSize }),
    COST_REPORT: flag(false),
    // 0 measures no answer, since that means to read all of it.
    MAX_ACTUAL_COST: integer({ min: 0, max: 1_000_000_000_000, byDefault: 0 }),
  },
  (variables) => {
    const { MAX_COST: maxCost, MAX_ACTUAL_COST: maxActualCost, COST_REPORT: isReported } = variables;
    const estimateCost = createCostEstimator({
      defaultPageSize: variables.COST_PAGE_SIZE,
      maxPageSize: variables.COST_MAX_PAGE_SIZE,
      unpagedListSize: variables.COST_LIST_SIZE,
    });

    function review(asked: AnsweredOperation, answer: GraphQLAnswer): GraphQLAnswer {
      const { document, variables: values } = asked;
      const { apiSchema, costRules: rules } = asked.graph.supergraph;
      const operation = getOperationAST(document, asked.operationName);
      if (!operation) return answer;
      const data = answer.data ? toObject(answer.data) : {};
      const actual = measureCost(apiSchema, rules, { document, operation }, data);
      const estimated = estimateCost(apiSchema, { document, operation, variables: values, rules });
      const cost = { estimated, max: maxCost, actual };
      const extensions = isReported ? { ...answer.extensions, cost } : answer.extensions;
      const isTooMuch = maxActualCost > 0 && actual > maxActualCost && operation.operation === 'query';
      return {
        ...(isTooMuch ? { data: null, errors: [toExcess(actual, maxActualCost)] } : answer),
        ...(extensions && { extensions }),
      };
    }

    return {
      beforeRunning(operation) {
        const { graph, document, definition, coercedVariables } = operation;
        const cost = estimateCost(graph.supergraph.apiSchema, {
          document: document.asked,
          operation: definition,
          variables: coercedVariables,
          rules: graph.supergraph.costRules,
        });
        keepEstimatedCost(operation, cost);
        const violation = findViolation({
          code: 'MAX_COST_LIMIT',
          subject: 'operation',
          unit: 'values to answer, by the sizes of its lists',
          measured: cost,
          allowed: maxCost,
        });
        return violation && refuseViolations([violation]);
      },
      ...((isReported || maxActualCost > 0) && { afterRunning: review }),
    };
  },
);

function toExcess(actual: number, allowed: number): GraphQLError {
  const message = `The answer cost ${actual}, more than the ${allowed} that are allowed; ask for shorter lists.`;
  return new GraphQLError(message, { extensions: { code: 'MAX_ACTUAL_COST_LIMIT' } });
}
