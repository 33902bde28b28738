import { parse, validateSchema } from 'graphql';
import {
  createOperationAuthorizer,
  type OperationAuthorizer,
} from '#platform/authorization/filter/authorizer.ts';
import type { AuthorizationOptions } from '#platform/authorization/filter/options.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import { createCorrectedPlanner } from './corrections/corrected-planner.ts';
import type { Executor } from './executor/executor.ts';
import { createCachedPlanner, type PlanObserver } from './planner/cached-planner.ts';
import { createOverrideDecision, type OverrideDecision } from './planner/overrides.ts';
import type { Planner } from './planner/planner.ts';
import { findReservedNames, type ReservedNames } from './reserved-names.ts';
import { type Delivery, readDeliveries } from './supergraph/delivery.ts';
import { parseSupergraph, type SubgraphUrls, type Supergraph } from './supergraph/supergraph.ts';

/** Everything that follows from one supergraph. It never changes; a new supergraph makes a new graph. */
export interface FederatedGraph {
  readonly supergraph: Supergraph;
  readonly authorizer: OperationAuthorizer;
  readonly planner: Planner;
  /** Which labels of `@override` hold for a request. */
  readonly decideOverrides: OverrideDecision;
  /** Names that clients' aliases and variables may not have in requests to subgraphs. */
  readonly reservedNames: ReservedNames;
  readonly executor: Executor;
  /** The deliveries of subscription fields that promise more than the default, by their names. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
}

export interface GraphOptions {
  readonly subgraphUrls?: SubgraphUrls;
  readonly authorization?: AuthorizationOptions;
  readonly maxPlans: number;
  readonly planObserver?: PlanObserver;
  /** Labels of `@override` that hold for all requests. */
  readonly overrideLabels?: readonly string[];
  readonly createExecutor: (supergraph: Supergraph) => Executor;
}

/**
 * Builds a graph from the text of a supergraph: nothing of it is left to fail later.
 *
 * @throws CodedError SUPERGRAPH_INVALID.
 */
export function createGraph(sdl: string, options: GraphOptions): FederatedGraph {
  const supergraph = parseSupergraph(sdl, options.subgraphUrls);
  const { apiSchema, policies } = supergraph;
  const document = parse(sdl, { noLocation: true });
  const [problem] = validateSchema(apiSchema);
  if (problem)
    throw new CodedError('SUPERGRAPH_INVALID', `The supergraph cannot be used: ${problem.message}`);
  return {
    supergraph,
    authorizer: createOperationAuthorizer({
      schema: apiSchema,
      policies,
      ...(options.authorization && { options: options.authorization }),
    }),
    planner: createCachedPlanner(createCorrectedPlanner(supergraph), {
      maxPlans: options.maxPlans,
      ...(options.planObserver && { observer: options.planObserver }),
    }),
    decideOverrides: createOverrideDecision(document, options.overrideLabels ?? []),
    reservedNames: findReservedNames(document),
    executor: options.createExecutor(supergraph),
    deliveries: readDeliveries(supergraph),
  };
}
