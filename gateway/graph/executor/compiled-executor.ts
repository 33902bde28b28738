import { GraphQLError } from 'graphql';
import type { SubgraphResponse } from '../../upstream/subgraph-transport.ts';
import type { QueryPlan } from '../planner/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { type CompiledOperation, compileOperation } from './compiled-operation.ts';
import { createEntityBatching } from './entity-batching.ts';
import type { ExecutionOutcome, Executor, ExecutorOptions, PlanExecution } from './executor.ts';
import { createAnswerObject, writeOwn } from './response/answer-object.ts';
import { introspect } from './response/introspection.ts';
import { JsonText } from './response/json-text.ts';
import { writeResponse } from './response/write-response.ts';
import { noteText } from './run/ask-subgraph.ts';
import type { PlanRun } from './run/plan-run.ts';
import { runNode, takeRoot } from './run/run-plan.ts';

/**
 * The executor: an operation is compiled once, with its plan, into what its runs need. A run fetches, merges what it fetched
 * in place, and writes the answer from it in one pass.
 */
export function createCompiledExecutor({ supergraph, transport, log }: ExecutorOptions): Executor {
  const compiled = new WeakMap<QueryPlan, CompiledOperation>();
  // Events come one by one, each with a few entities; queries bring theirs together already.
  const batching = createEntityBatching(transport);

  function find(request: PlanExecution): CompiledOperation {
    const known = compiled.get(request.plan);
    if (known) return known;
    const operation = compileOperation(supergraph, request);
    compiled.set(request.plan, operation);
    return operation;
  }

  return {
    async execute(request) {
      const { variables, headers, signal, event } = request;
      const operation = find(request);
      const run: PlanRun = {
        data: createAnswerObject(),
        errors: [],
        shared: new Set(),
        found: new Map(),
        hasEscapes: false,
        variables,
        call: { headers, signal },
        transport: event === undefined ? transport : batching,
        sent: operation.operation.definition.operation === 'query' ? new Map() : undefined,
        log,
      };
      try {
        await fetchAll(run, operation, event);
        return toOutcome(supergraph, operation, run);
      } catch (error) {
        if (error instanceof GraphQLError) return { data: null, errors: [...run.errors, error] };
        throw error;
      }
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

function toOutcome(
  { apiSchema }: Supergraph,
  { operation, shapeFor }: CompiledOperation,
  run: PlanRun,
): ExecutionOutcome {
  const { data, errors, variables } = run;
  const shape = shapeFor(variables);
  if (shape.introspection.size > 0) {
    const answers = introspect(apiSchema, operation, shape.introspection, variables);
    for (const [name, answer] of Object.entries(answers)) writeOwn(data, name, answer);
  }
  const { text, misfits, missing } = writeResponse(shape, data, run);
  if (misfits.length > 0)
    run.log.warn({ places: misfits.slice(0, 3) }, 'a value has another form than its schema has');
  // An error of its subgraph tells why a value is missing.
  const wrong = errors.length === 0 ? [...misfits, ...missing] : misfits;
  for (const path of wrong) errors.push(toMisfitError(path));
  return { data: text === null ? null : new JsonText(text), errors };
}

function toMisfitError(path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError('A service this needs gave no value, or one of another kind than its schema has.', {
    path,
    extensions: { code: 'SUBGRAPH_RESPONSE_INVALID' },
  });
}
