import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { Planner } from './planner.ts';

/**
 * Apollo's query planner over one supergraph.
 *
 * @throws when the supergraph cannot be planned for: the query graph is built here.
 */
export function createApolloPlanner({ federation }: Supergraph): Planner {
  const planner = new QueryPlanner(federation.supergraph);
  return {
    plan(document, operationName, overrides = new Set()) {
      const operation = operationFromDocument(
        federation.apiSchema,
        document,
        operationName === undefined ? {} : { operationName },
      );
      return planner.buildQueryPlan(operation, {
        overrideConditions: new Map([...overrides].map((label) => [label, true])),
      });
    },
  };
}
