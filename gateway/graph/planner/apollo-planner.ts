import { type Supergraph as FederationSupergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { Planner } from './planner.ts';

/**
 * Apollo's query planner over one supergraph.
 *
 * @throws when the supergraph cannot be planned for: the query graph is built here.
 */
export function createApolloPlanner(supergraph: FederationSupergraph): Planner {
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
  const apiSchema = supergraph.apiSchema();
  return {
    plan(document, operationName, overrides = new Set()) {
      const operation = operationFromDocument(
        apiSchema,
        document,
        operationName === undefined ? {} : { operationName },
      );
      return planner.buildQueryPlan(operation, {
        overrideConditions: new Map([...overrides].map((label) => [label, true])),
      });
    },
  };
}
