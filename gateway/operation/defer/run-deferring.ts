import type { DocumentNode } from 'graphql';
import type { DeferredOutcomes, Executor } from '../../graph/executor/executor.ts';
import type { FederatedGraph } from '../../graph/graph.ts';
import { type OperationOutcome, type OperationRun, runOperation } from '../run-operation.ts';
import { type LabelledOperation, labelDefers } from './label-defers.ts';

/** The outcome of an operation without what comes later of it. */
export interface DeferringOutcome extends OperationOutcome {
  /** The parts that come later; absent if none do. */
  readonly rest?: AsyncIterable<DeferredOutcomes> | undefined;
  /** The labels that the client wrote, by those in `rest`. */
  readonly labels: LabelledOperation['labels'];
}

/**
 * Runs an operation of whose answer parts may come later. Rights are those of the caller now, also for what comes later. Where
 * the operation cannot be run in parts it is run whole.
 *
 * @param deferring the document with `@defer`; that of the request is without
 */
export async function runDeferring(
  graph: FederatedGraph,
  request: OperationRun,
  deferring: DocumentNode,
): Promise<DeferringOutcome> {
  const { operationName, variables, principal, heldPolicies, headers, signal } = request;
  const { document: asked, labels } = labelDefers(deferring, operationName, variables);
  const { executor } = graph;
  const whole = async () => ({ ...(await runOperation(graph, request)), labels });
  if (labels.size === 0 || !executor.executeInParts) return whole();
  const authorization = graph.authorizer.authorize(asked, operationName, principal, heldPolicies);
  const { document, unauthorizedPaths, complete } = authorization;
  if (unauthorizedPaths.length > 0) await request.onCut?.(unauthorizedPaths);
  if (!document) return { data: null, errors: [], unauthorizedPaths, labels };
  const plan = findPlan(graph, document, operationName);
  if (!plan) return whole();
  const outcome = await (executor as Required<Executor>).executeInParts({
    plan,
    document,
    asked,
    complete,
    operationName,
    variables,
    headers,
    signal,
  });
  return { ...outcome, unauthorizedPaths, labels };
}

/** Apollo's planner fails on some forms of `@defer` within fragments on abstract types, which it can plan for without. */
function findPlan({ planner, decideOverrides }: FederatedGraph, document: DocumentNode, name?: string) {
  try {
    return planner.plan(document, name, decideOverrides());
  } catch {
    return undefined;
  }
}
