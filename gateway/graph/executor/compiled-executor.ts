import { GraphQLError } from 'graphql';
import type { SubgraphResponse } from '../../upstream/subgraph-transport.ts';
import type { QueryPlan } from '../planner/planner.ts';
import { type CompiledOperation, compileOperation } from './compiled-operation.ts';
import { runInParts, withMarks } from './defer/run-in-parts.ts';
import { createEntityBatching } from './entity-batching.ts';
import type { Executor, ExecutorOptions, PlanExecution } from './executor.ts';
import { createAnswerObject } from './response/answer-object.ts';
import { noteText } from './run/ask-subgraph.ts';
import type { PlanRun } from './run/plan-run.ts';
import { runNode, takeRoot } from './run/run-plan.ts';
import { writeOutcome } from './write-outcome.ts';

/**
 * The executor: an operation is compiled once, with its plan, into what its runs need. A run fetches, merges what it fetched
 * in place, and writes the answer from it in one pass.
 */
export function createCompiledExecutor({ supergraph, transport, log }: ExecutorOptions): Executor {
  const compiled = new WeakMap<QueryPlan, CompiledOperation>();
  // Events come one by one, each with a few entities; queries bring theirs together already.
  const batching = createEntityBatching(transport);

  function find(
    request: PlanExecution,
    prepare: (request: PlanExecution) => PlanExecution = (asItIs) => asItIs,
  ): CompiledOperation {
    const known = compiled.get(request.plan);
    if (known) return known;
    const operation = compileOperation(supergraph, prepare(request));
    compiled.set(request.plan, operation);
    return operation;
  }

  function createRun(request: PlanExecution, { operation }: CompiledOperation): PlanRun {
    const { variables, headers, signal, event } = request;
    return {
      data: createAnswerObject(),
      errors: [],
      shared: new Set(),
      found: new Map(),
      copied: { count: 0 },
      texts: { hasEscapes: false },
      variables,
      call: { headers, signal },
      transport: event === undefined ? transport : batching,
      sent: operation.definition.operation === 'query' ? new Map() : undefined,
      log,
    };
  }

  return {
    async execute(request) {
      const { event } = request;
      const operation = find(request);
      const run = createRun(request, operation);
      try {
        await fetchAll(run, operation, event);
        const shape = operation.shapeFor(run.variables);
        const { data, errors } = writeOutcome(supergraph, operation, run, { shape, data: run.data });
        return { data, errors };
      } catch (error) {
        if (error instanceof GraphQLError) return { data: null, errors: [...run.errors, error] };
        throw error;
      }
    },
    async executeInParts(request) {
      const operation = find(request, withMarks);
      return runInParts(supergraph, operation, createRun(request, operation));
    },
  };
}

async function fetchAll(
  run: PlanRun,
  { node, primary }: CompiledOperation,
  event: SubgraphResponse | undefined,
): Promise<void> {
  if (primary) {
    if (event === undefined) throw new TypeError('A subscription runs for each of its events.');
    noteText(run, event);
    takeRoot(run, primary, [run.data], event);
  }
  if (node) await runNode(run, node);
}
