import type { DocumentNode, GraphQLError } from 'graphql';
import type { Authorization } from '#platform/authorization/filter/authorizer.ts';
import type { Log } from '#platform/log/log.ts';
import type { SubgraphResponse, SubgraphTransport } from '../../upstream/subgraph-transport.ts';
import type { QueryPlan } from '../planner/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { AnswerData } from './response/json-text.ts';
import type { ResponsePath } from './run/targets.ts';

/** One operation to run by its plan. */
export interface PlanExecution {
  readonly plan: QueryPlan;
  /** The document that was planned, fragments included: what the caller may run. */
  readonly document: DocumentNode;
  /** The document that the client sent. The answer has its form, with null for what the caller may not read. */
  readonly asked: DocumentNode;
  /** Gives an answer to `document` the form of `asked`, for executors that cannot write that form themselves. */
  readonly complete: Authorization['complete'];
  readonly operationName: string | undefined;
  /** As the client sent them, found valid. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Headers for the requests to subgraphs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /**
   * For the plan of a subscription: the event, as the answer of the plan's primary node. The rest of the plan is
   * fetched. It becomes part of the outcome and must not be used again.
   */
  readonly event?: SubgraphResponse;
}

/** The outcome of a plan: partial data and errors may stand side by side. */
export interface ExecutionOutcome {
  readonly data: AnswerData | null;
  /** Those of a subgraph carry its name as `extensions.serviceName`. */
  readonly errors: readonly GraphQLError[];
}

/** A part of an answer that came later (`@defer`). */
export interface DeferredOutcome extends ExecutionOutcome {
  readonly label: string;
  /** The place of the object that the data is a part of. */
  readonly path: ResponsePath;
}

/** Parts that are told together. */
export interface DeferredOutcomes {
  readonly parts: readonly DeferredOutcome[];
  /** True if others follow. */
  readonly hasNext: boolean;
}

/** The outcome of a plan without what comes later. */
export interface FirstOutcome extends ExecutionOutcome {
  /** The parts that come later; absent if none do. Leaving it ends the requests to subgraphs. */
  readonly rest: AsyncIterable<DeferredOutcomes> | undefined;
}

/** Runs query plans against the subgraphs of one supergraph. */
export interface Executor {
  /** Faults of subgraphs are errors in the outcome; only a bug throws. */
  execute(request: PlanExecution): Promise<ExecutionOutcome>;
  /**
   * Runs a plan of which parts may come later: each deferred fragment of the documents has a label of its own, and stands on an
   * inline fragment. Absent in executors that know no such plans.
   */
  executeInParts?(request: PlanExecution): Promise<FirstOutcome>;
}

export interface ExecutorOptions {
  readonly supergraph: Supergraph;
  readonly transport: SubgraphTransport;
  readonly log: Log;
}
