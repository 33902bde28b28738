import { Counter, Histogram, type Registry } from 'prom-client';
import { KeptCounter, KeptHistogram } from '#platform/metrics/kept-figures.ts';
import type { PlanObserver } from '../graph/planner/cached-planner.ts';
import { bucketSeconds } from './bucket-seconds.ts';
import {
  countCodes,
  createCodeLabels,
  createOperationFigures,
  type MeasuredOperation,
  type OperationFigureOptions,
} from './operation-figures.ts';

/** The end of a request to a subgraph. */
export type SubgraphOutcome =
  | 'ok'
  /** It answered with errors, with or without data. */
  | 'errors'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBGRAPH_TIMEOUT'
  | 'SUBGRAPH_RESPONSE_INVALID'
  /** Nobody wanted the answer any more. */
  | 'left';

/** The figures of a gateway's work, in the form that Prometheus reads. */
export interface GatewayMetrics {
  readonly plans: PlanObserver;
  subgraphAnswered(subgraph: string, outcome: SubgraphOutcome, seconds: number): void;
  /** Errors in an answer of a subgraph, by their codes. */
  subgraphErrors(subgraph: string, codes: readonly string[]): void;
  operationAnswered(operation: MeasuredOperation): void;
  /** An operation was not run: it exceeded a limit, was not valid, or had variables that do not fit. */
  operationRefused(code: string): void;
  /** A query waits for the answer to an equal one. */
  operationShared(): void;
}

/** The number of codes of subgraphs, all of them together, that are told apart. */
const maxSubgraphCodes = 50;

/**
 * Puts the figures into a process's registry. Each label has a bounded number of values, whatever clients and
 * subgraphs make up.
 */
export function createGatewayMetrics(registry: Registry, options: OperationFigureOptions): GatewayMetrics {
  const registers = [registry];
  const subgraphRequests = new KeptCounter({
    name: 'gateway_subgraph_requests_total',
    help: 'Requests to subgraphs, by how they ended.',
    labelNames: ['subgraph', 'outcome'] as const,
    registers,
  });
  const subgraphSeconds = new KeptHistogram({
    name: 'gateway_subgraph_request_duration_seconds',
    help: 'Time from a request to a subgraph to the end of its answer, in seconds.',
    labelNames: ['subgraph'] as const,
    buckets: bucketSeconds,
    registers,
  });
  const subgraphErrors = new Counter({
    name: 'gateway_subgraph_errors_total',
    help: 'Errors in answers of subgraphs, by code.',
    labelNames: ['subgraph', 'code'] as const,
    registers,
  });
  const subgraphsWithErrors = new Set<string>();
  const toSubgraphCode = createCodeLabels(maxSubgraphCodes, (code) => {
    for (const subgraph of subgraphsWithErrors) subgraphErrors.remove({ subgraph, code });
  });
  const refused = new Counter({
    name: 'gateway_operations_refused_total',
    help: 'Operations refused before they were run, by code: limits, validation, variables.',
    labelNames: ['code'] as const,
    registers,
  });
  const shared = new Counter({
    name: 'gateway_operations_shared_total',
    help: 'Queries that were given the answer to an equal one that was being answered.',
    registers,
  });
  return {
    plans: createPlanObserver(registers),
    subgraphAnswered(subgraph, outcome, seconds) {
      subgraphRequests.inc({ subgraph, outcome });
      subgraphSeconds.observe({ subgraph }, seconds);
    },
    subgraphErrors(subgraph, codes) {
      subgraphsWithErrors.add(subgraph);
      for (const [code, count] of countCodes(codes))
        subgraphErrors.inc({ subgraph, code: toSubgraphCode(code) }, count);
    },
    operationAnswered: createOperationFigures(registry, options),
    operationRefused: (code) => refused.inc({ code }),
    operationShared: () => shared.inc(),
  };
}

function createPlanObserver(registers: Registry[]): PlanObserver {
  const plans = new KeptCounter({
    name: 'gateway_plans_total',
    help: 'Query plans wanted: found among those kept, or made.',
    labelNames: ['cache'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'gateway_planning_duration_seconds',
    help: 'Time to make a query plan that was not kept, in seconds.',
    buckets: bucketSeconds,
    registers,
  });
  return {
    found: () => plans.inc({ cache: 'hit' }),
    made(elapsed) {
      plans.inc({ cache: 'miss' });
      seconds.observe(elapsed);
    },
  };
}
