import { Counter, Histogram, type Registry } from 'prom-client';
import type { PlanObserver } from '../graph/planner/cached-planner.ts';

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

/** One operation that was answered. */
interface AnsweredOperation {
  readonly type: string;
  readonly outcome: 'ok' | 'errors';
  /** As the client named it. */
  readonly name: string | undefined;
  readonly seconds: number;
}

/** The figures of a gateway's work, in the form that Prometheus reads. */
export interface GatewayMetrics {
  readonly plans: PlanObserver;
  subgraphAnswered(subgraph: string, outcome: SubgraphOutcome, seconds: number): void;
  operationAnswered(operation: AnsweredOperation): void;
  /** An operation was not run: it exceeded a limit, was not valid, or had variables that do not fit. */
  operationRefused(code: string): void;
  /** A query waits for the answer to an equal one. */
  operationShared(): void;
}

/** In seconds. */
const bucketSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Stands for all names that are not listed: clients could make up any number of them. */
const otherName = 'other';

/**
 * Puts the figures into a process's registry. Each label has few values: subgraphs of the supergraph, codes of the
 * gateway's own, and the operation names that configuration lists.
 */
export function createGatewayMetrics(registry: Registry, operationNames: readonly string[]): GatewayMetrics {
  const names = new Set(operationNames);
  const registers = [registry];
  const subgraphRequests = new Counter({
    name: 'gateway_subgraph_requests_total',
    help: 'Requests to subgraphs, by how they ended.',
    labelNames: ['subgraph', 'outcome'] as const,
    registers,
  });
  const subgraphSeconds = new Histogram({
    name: 'gateway_subgraph_request_duration_seconds',
    help: 'Time from a request to a subgraph to the end of its answer, in seconds.',
    labelNames: ['subgraph'] as const,
    buckets: bucketSeconds,
    registers,
  });
  const operations = new Counter({
    name: 'gateway_operations_total',
    help: 'Queries and mutations answered, by type, outcome and name; names that are not listed are other.',
    labelNames: ['type', 'outcome', 'name'] as const,
    registers,
  });
  const operationSeconds = new Histogram({
    name: 'gateway_operation_duration_seconds',
    help: 'Time to plan and execute a query or mutation, in seconds.',
    labelNames: ['type', 'outcome'] as const,
    buckets: bucketSeconds,
    registers,
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
    operationAnswered({ type, outcome, name, seconds }) {
      operations.inc({ type, outcome, name: name !== undefined && names.has(name) ? name : otherName });
      operationSeconds.observe({ type, outcome }, seconds);
    },
    operationRefused: (code) => refused.inc({ code }),
    operationShared: () => shared.inc(),
  };
}

function createPlanObserver(registers: Registry[]): PlanObserver {
  const plans = new Counter({
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
