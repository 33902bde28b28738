import { type DocumentNode, GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import type { Authorization } from '#platform/authorization/filter/authorizer.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { Graph } from './graph.ts';
import { usesIntrospection } from './uses-introspection.ts';

/** One operation of one caller, found valid against the graph's schema. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: Principal | undefined;
  /** Whether the caller may see the schema. */
  readonly mayIntrospect: boolean;
  /** Headers for the requests to subgraphs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface OperationOutcome {
  /** Absent when the operation was not run at all. */
  readonly data?: Record<string, unknown> | null;
  /** From the executor, and of variables that do not fit. What was cut is told by `unauthorizedPaths` instead. */
  readonly errors: readonly GraphQLError[];
  readonly unauthorizedPaths: Authorization['unauthorizedPaths'];
}

/** Runs an operation: what its caller may not read is cut, the rest planned and executed, and the answer completed. */
export async function runOperation(graph: Graph, request: OperationRequest): Promise<OperationOutcome> {
  const { document, operationName, variables } = request;
  const refusal = refuseVariables(graph, request) ?? refuseIntrospection(request);
  if (refusal) return { errors: refusal, unauthorizedPaths: [] };

  const authorization = graph.authorizer.authorize(document, operationName, request.principal);
  const { document: allowed, unauthorizedPaths } = authorization;
  if (!allowed) return { data: null, errors: [], unauthorizedPaths };

  const plan = graph.planner.plan(allowed, operationName);
  const { data, errors } = await graph.executor.execute({
    plan,
    document: allowed,
    operationName,
    variables,
    headers: request.headers,
    signal: request.signal,
  });
  return { data: authorization.complete(data, variables), errors, unauthorizedPaths };
}

/** Variables are checked against what the client wrote: filtering may have removed their use, not their type. */
function refuseVariables(graph: Graph, request: OperationRequest): readonly GraphQLError[] | undefined {
  const definitions = getOperationAST(request.document, request.operationName)?.variableDefinitions ?? [];
  return getVariableValues(graph.supergraph.apiSchema, definitions, request.variables).errors;
}

function refuseIntrospection(request: OperationRequest): readonly GraphQLError[] | undefined {
  if (request.mayIntrospect || !usesIntrospection(request.document)) return undefined;
  return [
    new GraphQLError('The schema is not open to you: __schema and __type need a role that may introspect.', {
      extensions: { code: 'INTROSPECTION_DISABLED', http: { status: 403 } },
    }),
  ];
}
