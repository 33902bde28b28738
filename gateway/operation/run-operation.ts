import type { DocumentNode, GraphQLError } from 'graphql';
import type { Authorization } from '#platform/authorization/filter/authorizer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { AnswerData } from '../graph/executor/response/json-text.ts';
import type { FederatedGraph } from '../graph/graph.ts';

/** One admitted operation of one caller. */
export interface OperationRun {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: Principal | undefined;
  /** The policies that hold; none if absent. */
  readonly heldPolicies?: ReadonlySet<string> | undefined;
  /** Headers for the requests to subgraphs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Told of the paths that are cut, before the rest is run. If it rejects, nothing is run. */
  readonly onCut?: ((unauthorizedPaths: Authorization['unauthorizedPaths']) => Promise<void>) | undefined;
}

export interface OperationOutcome {
  readonly data: AnswerData | null;
  /** The executor's errors. Cuts are told by `unauthorizedPaths` instead. */
  readonly errors: readonly GraphQLError[];
  readonly unauthorizedPaths: Authorization['unauthorizedPaths'];
}

/** Runs an operation: what its caller may not read is cut, and the rest planned and executed. */
export async function runOperation(graph: FederatedGraph, request: OperationRun): Promise<OperationOutcome> {
  const { document, operationName, variables } = request;
  const { principal, heldPolicies } = request;
  const authorization = graph.authorizer.authorize(document, operationName, principal, heldPolicies);
  const { document: allowed, unauthorizedPaths } = authorization;
  if (unauthorizedPaths.length > 0) await request.onCut?.(unauthorizedPaths);
  if (!allowed) return { data: null, errors: [], unauthorizedPaths };

  const plan = graph.planner.plan(allowed, operationName, graph.decideOverrides());
  const { data, errors } = await graph.executor.execute({
    plan,
    document: allowed,
    asked: document,
    complete: authorization.complete,
    operationName,
    variables,
    headers: request.headers,
    signal: request.signal,
  });
  return { data, errors, unauthorizedPaths };
}
