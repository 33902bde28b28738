import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

import type { OverrideLabels } from './overrides.ts';

export type { QueryPlan } from '@apollo/query-planner';

/** Decides which subgraphs are asked what, in which order. */
export interface Planner {
  /**
   * Plans a valid operation. The same document object always gets the same plan.
   *
   * @param overrides labels that hold; none if absent
   * @throws {UnplannableOperationError} if there is no correct plan
   */
  plan(document: DocumentNode, operationName: string | undefined, overrides?: OverrideLabels): QueryPlan;
}
